-- What a response of /v1/responses must tell of its request and the events of its run do not hold.

create table responses (
    run_id varchar(40) primary key,
    session_id varchar(40) not null references sessions (id) on delete cascade,
    -- Otherwise it is forgotten once it has been answered.
    stored boolean not null,
    -- Whether it goes on without a client.
    background boolean not null,
    -- Whether the session was made for it.
    own_session boolean not null,
    -- What system and developer messages said, which later responses keep; instructions they do not.
    developer text not null,
    -- Fields of the request as the response repeats them, a JSON object.
    echo text not null
);

create index responses_by_session on responses (session_id);
