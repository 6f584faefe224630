-- Shops that speak their own language: what a message is written in, what was asked for beside it, and how far a shop was read.

alter table inbox add column kind varchar(64) default '' not null;    -- of shop, as config/shops says; empty for the gateway's own orders
alter table inbox add column topic varchar(200) default '' not null;  -- what the sender says has happened
alter table inbox add column attempts int default 0 not null;         -- how often its shop was asked in vain

-- What its shop must be asked for before a message can be understood. While anything is missing, the message is ASKING.
create table inbox_part (
    inbox_id bigint not null references inbox (id),
    name varchar(100) not null,
    path varchar(2000) not null,           -- of the shop's API
    status int,                            -- of the shop's answer: 200, 404 or 410; null while it is missing
    body bytea,
    answered_at timestamp with time zone,
    primary key (inbox_id, name)
);

-- How far a shop was read, and when it may be asked again.
create table shop_reading (
    shop varchar(64) primary key,
    changed_at timestamp with time zone,   -- the newest change that is kept; null before the first whole poll
    good_at timestamp with time zone,      -- when it was read to the end last
    due_at timestamp with time zone not null,     -- of the next poll
    lease_until timestamp with time zone,  -- of who asks it now: one at a time
    not_before timestamp with time zone,   -- it wants no question before that
    failures int default 0 not null,       -- questions in a row that had no answer
    code varchar(64)                       -- what is wrong; null if nothing is
);

-- What was seen last of a thing that its shop changes without dating the change: a bill of local_shop.
create table shop_seen (
    shop varchar(64) not null,
    item_id bigint not null,
    state varchar(64) not null,            -- as the shop calls it
    changed_at timestamp with time zone not null,
    primary key (item_id, shop)            -- in this order: H2 finds a list of keys by the first column only
);
