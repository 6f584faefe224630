-- Shops that speak their own language: what a message is written in, what was asked for beside it, and how far a shop was read.

alter table inbox add column kind varchar(64) default '' not null;    -- of shop, as config/shops says; empty for the gateway's own orders
alter table inbox add column topic varchar(200) default '' not null;  -- what the sender says has happened
alter table inbox add column attempts int default 0 not null;         -- how often the shop was asked in vain for what belongs to it

-- What a shop was asked for so that a message can be understood.
create table inbox_part (
    inbox_id bigint not null references inbox (id),
    name varchar(100) not null,
    status int not null,                   -- of the shop's answer: 200, 404 or 410
    body bytea not null,
    fetched_at timestamp with time zone not null,
    primary key (inbox_id, name)
);

-- How far a shop was read by asking it.
create table shop_poll (
    shop varchar(64) primary key,
    changed_at timestamp with time zone,   -- the newest change that is kept; null before the first whole poll
    good_at timestamp with time zone,      -- when it was read to the end last
    due_at timestamp with time zone not null,
    lease_until timestamp with time zone,
    failures int not null,
    code varchar(64)
);
