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

-- Ends in the calendar: seats may end with their course.
alter table course add column ends_at timestamp with time zone;              -- read once and kept; null for none
alter table course add column end_state varchar(8) default '' not null;      -- READ; ASK: it is to be read; empty: found before ends were kept
-- seat.length has three forms more: COURSE (ends with the course), 'COURSE ' before a length that the course's end caps, and P1M@Europe/Paris.
