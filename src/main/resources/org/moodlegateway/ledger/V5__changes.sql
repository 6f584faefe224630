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

-- Lines that can't be delivered as the newest event of their order says them: what an earlier event gave by them stays.
create table line_problem (
    shop varchar(64) not null,
    order_id varchar(200) not null,
    line_id varchar(200) not null,
    code varchar(64) not null,             -- such as too-many-participants
    pointer varchar(500) not null,         -- into the order; names nobody
    message varchar(2000) not null,        -- a sentence for a person
    since timestamp with time zone not null,
    primary key (shop, order_id, line_id)
);
