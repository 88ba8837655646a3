--liquibase formatted sql

--changeset contracts:submissions
create table submission (
    id           uuid        primary key,
    submitted_at timestamptz not null,
    ids          integer     not null,
    contract_ids bigint[]    not null
);
create index submission_time on submission (submitted_at);
comment on table submission is 'The ids of each call that published some over HTTP, for as long as they can be followed.';
comment on column submission.ids is 'How many there are.';

create table pending_id (
    partition    integer     not null,
    log_offset   bigint      not null,
    topic_id     text        not null,
    contract_id  bigint      not null,
    published_at timestamptz not null,
    primary key (partition, log_offset)
);
create index pending_id_contract on pending_id (contract_id);
comment on table pending_id is 'Records on contract-ids that were published over HTTP and that the worker has not passed, or passed so short a time ago that where they went may not be projected yet.';
comment on column pending_id.topic_id is 'Of the topic contract-ids (KIP-516): one of the same name that is made later has its own offsets.';

--changeset contracts:idempotency-keys
create table idempotency_key (
    caller      text        not null,
    key         text        not null,
    fingerprint bytea       not null,
    attempt     uuid        not null,
    leased_to   timestamptz not null,
    created_at  timestamptz not null default now(),
    status      integer,
    location    text,
    body        text,
    primary key (caller, key)
);
create index idempotency_key_age on idempotency_key (created_at);
comment on table idempotency_key is 'Calls that came with the header Idempotency-Key: those that are at work, and the answers of those that succeeded.';
comment on column idempotency_key.attempt is 'Which call holds the key: one that lost it after leased_to cannot answer for it any more.';
comment on column idempotency_key.status is 'Of the answer; null while the call is at work.';

--changeset contracts:submission-grants splitStatements:false
do $$
begin
    if exists (select from pg_roles where rolname = 'contracts_api') then
        grant insert, update, delete on submission, pending_id, idempotency_key to contracts_api;
    end if;
end
$$;
