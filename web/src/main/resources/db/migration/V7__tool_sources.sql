-- OpenAPI documents, function documents and MCP servers that were added while the server ran.

create table tool_sources (
    id varchar(40) primary key,
    -- document or mcp.
    kind varchar(20) not null,
    name varchar(80) not null,
    -- Null for a document that was sent.
    url varchar(2000),
    document text,
    -- A bearer token as it is: it has to be sent with each call.
    token varchar(4000),
    -- A JSON array of the tools that are wanted; empty for all.
    only_tools text not null,
    created_at timestamp(6) with time zone not null
);
