-- A session is a tree of runs, has a title, and may have files that the user put there.

alter table sessions add column title varchar(200);
-- Once true it stays so: what was read of a file outlives it in the conversation and in Python's variables.
alter table sessions add column private_files boolean default false not null;

-- The run that this one goes on from; null for a first one.
alter table runs add column parent_id varchar(40) references runs (id);
-- Whether it answers a call of another run, so that it is no turn of the conversation.
alter table runs add column nested boolean default false not null;

-- Until now a run went on from the newest one before it that had ended and not failed.
update runs set parent_id = (
    select p.id from runs p
    where p.session_id = runs.session_id and p.outcome is not null and p.outcome <> 'FAILED'
        and (p.started_at < runs.started_at or (p.started_at = runs.started_at and p.id < runs.id))
    order by p.started_at desc, p.id desc
    limit 1);

create index runs_by_parent on runs (parent_id);
create index sessions_by_creation on sessions (created_at, id);

create table session_files (
    session_id varchar(40) not null references sessions (id),
    name varchar(255) not null,
    bytes bigint not null,
    attached_at timestamp(6) with time zone not null,
    primary key (session_id, name)
);
