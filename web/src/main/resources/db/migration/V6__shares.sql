-- Long sessions take little place, are found by what was said in them, and can be shown to others.

-- The start of a run holds the whole conversation before it. Its event leaves out the first messages where they are
-- those of an earlier run's start: how many, and of which run. Null for an event that is whole.
alter table runs add column base_id varchar(40) references runs (id);
alter table runs add column kept integer default 0 not null;
-- How many runs lie before it on its branch, as far as they share messages.
alter table runs add column depth integer default 0 not null;
-- How many messages the conversation had that it goes on from, where its own begins with all of them.
alter table runs add column carried integer;
create index runs_by_base on runs (base_id);

-- What it ended with, to be searched; the events hold the truth.
alter table runs add column answer text;
-- Whether it ran somewhere else, or in another session.
alter table runs add column imported boolean default false not null;

-- When a run of the session last began or ended.
alter table sessions add column active_at timestamp(6) with time zone;
update sessions set active_at = coalesce(
    (select max(r.started_at) from runs r where r.session_id = sessions.id), created_at);
alter table sessions alter column active_at set not null;
drop index sessions_by_creation;
create index sessions_by_activity on sessions (active_at, id);

-- Branches that may be read without a key by whoever has the link.
create table shares (
    id varchar(40) primary key,
    session_id varchar(40) not null references sessions (id) on delete cascade,
    -- The last run that is shown.
    leaf_id varchar(40) not null references runs (id) on delete cascade,
    -- SHA-256 in hex; the token itself is nowhere.
    hash varchar(64) not null unique,
    title varchar(200) not null,
    created_at timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone
);

create index shares_by_session on shares (session_id, created_at);
create index shares_by_leaf on shares (leaf_id);
