-- Orders, people and courses that change after they reached Moodle.
-- Only adds, so that a gateway of the version before still works on these tables.
-- Runs unchanged on PostgreSQL and on H2 in PostgreSQL mode.

-- Where the newest event of an order and its seats differ, as found when the order was last compared. Names nobody.
create table difference (
    shop varchar(64) not null,
    order_id varchar(200) not null,
    line_id varchar(200) not null,         -- empty for the order as a whole
    code varchar(64) not null,             -- such as differs:person
    seats varchar(2000) not null,          -- references of the seats concerned, comma between; empty for none
    since timestamp with time zone not null,
    primary key (shop, order_id, line_id, code)
);

-- A number that came again with another buyer is rejected; an administrator may say that it is the same order.
alter table inbox add column same_order boolean default false not null;
