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

-- What shops say of dates, and what of them means nothing here.
alter table orders add column unpaid_at timestamp with time zone; -- updated_at of an event before the first paid one that found the order unpaid; null if none did
alter table inbox add column ignored_type varchar(200);           -- what the shop calls a message that means nothing for anybody's seat; null for any other message
