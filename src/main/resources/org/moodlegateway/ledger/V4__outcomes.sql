-- What was noted last of a line of an order, or of an order as a whole (line_id ''). Two who count the seats of one
-- line at the same time would each miss what the other has not committed yet, so its row is locked first.
create table outcome (
    shop varchar(64) not null,
    order_id varchar(200) not null,
    line_id varchar(200) not null,
    said varchar(64) default '' not null,  -- such as 'partly 2/3'; empty if nothing was noted yet
    times int default 0 not null,          -- so often something else was
    primary key (shop, order_id, line_id)
);

-- Which shops are to be asked for what messages leave out.
create index inbox_by_shop on inbox (state, shop, lease_until);
