-- Who runs what, so that runs whose process died can be taken over.

create table processes (
    id varchar(40) primary key,
    -- The machine since its last start, and the process namespace: where the number below means this process.
    place varchar(400) not null,
    pid bigint not null,
    started_at timestamp(6) with time zone not null,
    -- Whoever does not renew it in time has lost its runs.
    lease_until timestamp(6) with time zone not null
);

-- The process that may add events; null for runs of earlier versions.
alter table runs add column owner varchar(40);
-- Whether a server began it, so that another server goes on with it.
alter table runs add column served boolean default false not null;

create index runs_by_outcome on runs (outcome);
