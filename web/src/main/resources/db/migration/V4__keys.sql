-- API keys, the sessions that are theirs, and what they used.

create table api_keys (
    id varchar(40) primary key,
    name varchar(80) not null,
    -- SHA-256 in hex; the key itself is nowhere.
    hash varchar(64) not null unique,
    -- How it begins, for a person to tell keys apart.
    shown varchar(20) not null,
    scopes varchar(200) not null,
    requests_per_minute integer not null,
    tokens_per_minute integer not null,
    created_at timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone,
    revoked_at timestamp(6) with time zone
);

-- The key that made the session; null for the user of the machine.
alter table sessions add column owner_key varchar(40) references api_keys (id);

create index sessions_by_owner on sessions (owner_key);

create table key_usage (
    key_id varchar(40) not null references api_keys (id),
    -- In UTC.
    used_on date not null,
    requests bigint not null,
    prompt_tokens bigint not null,
    completion_tokens bigint not null,
    primary key (key_id, used_on)
);

-- Browsers that a key was typed into; they hold a token instead of the key.
create table sign_ins (
    hash varchar(64) primary key,
    key_id varchar(40) not null references api_keys (id),
    expires_at timestamp(6) with time zone not null
);
