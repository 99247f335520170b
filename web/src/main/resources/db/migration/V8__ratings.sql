-- What people think of runs and of their steps, and what is needed to find a run among very many.

-- What kind of task it is, as people named it; null for none.
alter table runs add column task varchar(200);
-- 1 for up, -1 for down; null for neither.
alter table runs add column thumb smallint;
-- The reward that a person set, from 0 to 1.
alter table runs add column set_reward double precision;
-- What the rating comes to: the set one, else what the thumb stands for. Kept to be sorted and filtered by.
alter table runs add column reward double precision;
alter table runs add column note varchar(8000);
-- Whether it belongs to the data set; null while nobody decided.
alter table runs add column included boolean;
-- Who changed any of these last: a key's id, or "local".
alter table runs add column rated_by varchar(40);
alter table runs add column rated_at timestamp(6) with time zone;
-- Prompt and completion together.
alter table runs add column total_tokens bigint;
update runs set total_tokens = prompt_tokens + completion_tokens;

create table step_ratings (
    run_id varchar(40) not null references runs (id) on delete cascade,
    -- As in the events: counts from 1.
    step integer not null,
    thumb smallint,
    set_reward double precision,
    note varchar(8000),
    rated_by varchar(40) not null,
    rated_at timestamp(6) with time zone not null,
    primary key (run_id, step)
);

-- Which tools the model called in a run; read from its events, which hold the truth.
create table run_tools (
    run_id varchar(40) not null references runs (id) on delete cascade,
    tool varchar(200) not null,
    -- Those that came to a result, and how many of them failed.
    calls integer not null,
    failed integer not null,
    primary key (run_id, tool)
);

create index run_tools_by_tool on run_tools (tool, run_id);
create index runs_by_start_and_id on runs (started_at, id);
create index runs_by_steps on runs (steps, id);
create index runs_by_tokens on runs (total_tokens, id);
create index runs_by_reward on runs (reward, id);
create index runs_by_task on runs (task, started_at, id);
create index runs_by_inclusion on runs (included, started_at, id);
