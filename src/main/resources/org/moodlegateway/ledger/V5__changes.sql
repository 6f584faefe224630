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
    told varchar(16) not null,             -- TOLD; NOT_YET while a correction is pending; COUNTED in the alert about older orders
    primary key (shop, order_id, line_id, code)
);
create index difference_by_told on difference (told);
-- Seats in Moodle for which the newest event of their order names somebody else, nobody, or another role. Moodle is asked
-- whether who sits there has opened the course; then the order is planned again. Names nobody: who is wanted is in the order.
create table correction (
    seat_id bigint primary key references seat (id),
    entitlement_id bigint not null,        -- about which Moodle is asked; another one makes the answer void
    role varchar(100) not null,            -- role that he is to have instead; empty where somebody else is to sit there, or nobody
    state varchar(16) not null,            -- DUE, CLEARED (never opened), OPENED (or hidden by the site)
    due_at timestamp with time zone not null,   -- when Moodle is to be asked; later while a node asks, or while Moodle is down
    attempts int not null,                 -- so often it gave no answer
    asked_at timestamp with time zone      -- when it answered; null before
);
create index correction_due on correction (state, due_at);

-- Which course is it: where a name leads may change, as after a rollover. Seats that are there stay in their course.
-- course.field has one word more: ID, a course that no name leads to any more; its name is Moodle's number then.
alter table course add column certain_until timestamp with time zone;  -- until then nobody asks again where the name leads; null: ask
alter table course add column moved_at timestamp with time zone;       -- when the name was last found to lead elsewhere; null for never
alter table course add column was_moodle_id bigint;                    -- the course that it led to before that
alter table course add column refused_at timestamp with time zone;     -- Moodle refused this number as if the course were gone; null if not
alter table course add column called varchar(255);                     -- of a course that its name has left: that name
alter table seat add column course_stays boolean default false not null; -- was in this course before, under somebody else: stays there
create index course_moved on course (moved_at);

-- Who an account is: an address may pass to somebody else, and a person may have several.
alter table person add column address varchar(200);                    -- the lower-case e-mail of the account, where it isn't the key
alter table person add column proven_at timestamp with time zone;      -- when Moodle last showed that the account has this e-mail; 1970: it was refused since
create table person_address (
    address varchar(200) primary key,      -- lower-case e-mail that leads to another person than the one of this key
    person_id bigint not null references person (id),
    since timestamp with time zone not null
);
create index person_address_by_person on person_address (person_id);

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

-- By which a line that changed is told from an edited catalogue. Null on seats from before: then nothing is known of it.
alter table seat add column sold_parameters varchar(64);    -- fingerprint of the line's own parameters when the seat was sold
alter table seat add column sold_role varchar(100);         -- role of who names none, as the line had it then
alter table seat add column sold_group varchar(64);         -- fingerprint of the template by which its group was named

-- Whether the newest event was compared with the seats; orders from before are compared in the background.
alter table orders add column compared boolean default false not null;
create index orders_to_compare on orders (compared);

-- Products that orders name and the catalogue doesn't, and which of its codes comes nearest.
create table unknown_product (
    product varchar(200) primary key,
    nearest varchar(255) not null,         -- empty if none comes near
    since timestamp with time zone not null
);

-- Ends in the calendar: seats may end with their course.
alter table course add column ends_at timestamp with time zone;              -- read once and kept; null for none
alter table course add column end_state varchar(8) default '' not null;      -- READ; ASK: it is to be read; empty: found before ends were kept
-- seat.length has three forms more: COURSE (ends with the course), 'COURSE ' before a length that the course's end caps, and P1M@Europe/Paris.
-- What shops say of dates, and what of them means nothing here.
alter table orders add column unpaid_at timestamp with time zone; -- updated_at of an event before the first paid one that found the order unpaid; null if none did
alter table inbox add column ignored_type varchar(200);           -- what the shop calls a message that means nothing for anybody's seat; null for any other message
-- A number that came again with another buyer is rejected; an administrator may say that it is the same order.
alter table inbox add column same_order boolean default false not null;

-- Orders that are not paid, or no longer.
alter table orders add column revoke_at timestamp with time zone;  -- it was paid and reads as placed: its seats stay until then; null otherwise
alter table orders add column prepay_at timestamp with time zone;  -- when its prepayment may be tried again; null if none waits
create index orders_to_revoke on orders (revoke_at);
create index orders_to_prepay on orders (prepay_at);

-- Orders that nobody had paid when an account was made for their buyer, as far as they count for the limit of an hour.
create table prepayment (
    shop varchar(64) not null,
    order_id varchar(200) not null,
    let_at timestamp with time zone not null,
    primary key (shop, order_id)
);
create index prepayment_by_time on prepayment (shop, let_at);

-- Whose prepayments are counted: its row is locked meanwhile, so that two orders don't take one place.
create table prepaying (
    shop varchar(64) primary key
);

-- Renewals of more or fewer seats than there are.
alter table renewal add column seats int default 0 not null;        -- how many seats it pays for; 0 where quantity multiplies time, or from before
alter table renewal add column found_seats int default 0 not null;  -- how many were there when it was first applied; 0 before

-- What new seats stand in for: an order's line or a subscription's message names it, and the old seats end when the new ones start.
create table replacement (
    id bigint generated by default as identity primary key,
    shop varchar(64) not null,
    order_id varchar(200) not null,        -- whose line says it; empty where a subscription's message does
    line_id varchar(200) not null,         -- likewise
    subscription varchar(200) not null,    -- whose message says it; empty for a line
    target varchar(16) not null,           -- PRODUCT, SEAT, ORDER, SUBSCRIPTION
    target_value varchar(300) not null,
    state varchar(16) not null,            -- WAITING, APPLIED, CANCELLED
    reason varchar(64) not null,           -- why it waits, or why not all of it could be ended
    changed_at timestamp with time zone not null,
    unique (shop, order_id, line_id, subscription)
);
create index replacement_by_target on replacement (target, target_value);
create index replacement_by_state on replacement (state, id);
alter table seat add column replaced_by bigint;                     -- the replacement by which it ended; null if none did
create index seat_by_replaced on seat (replaced_by);
