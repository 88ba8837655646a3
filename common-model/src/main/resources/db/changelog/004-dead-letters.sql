--liquibase formatted sql

--changeset contracts:dead-letters
create table dead_letter (
    id            text collate "C" primary key,
    contract_id   bigint,
    reason        text        not null,
    attempts      integer     not null,
    replay_count  integer     not null,
    redrive_id    bigint,
    died_at       timestamptz not null,
    key           bytea,
    value         bytea,
    header_names  bytea[]     not null,
    header_values bytea[]     not null,
    state         text        not null
        check (state in ('OPEN', 'REPLAYED', 'FOLDED', 'ANSWERED', 'QUARANTINED', 'DISCARDED')),
    constraint each_header_has_a_value check (cardinality(header_names) = cardinality(header_values))
);
create index dead_letter_time on dead_letter (died_at, id);
create index dead_letter_contract on dead_letter (contract_id, died_at, id) where contract_id is not null;
create index dead_letter_reason on dead_letter (reason, died_at, id);
create index dead_letter_state on dead_letter (state, died_at, id) include (reason);
comment on table dead_letter is 'The topic contract-ids-dlt as rows; may be emptied and filled again from the topic. A topic that is deleted and made anew needs this table and dead_letter_decision emptied: its offsets name other records.';
comment on column dead_letter.id is 'Partition and offset, as in 3-1047: one record, one row, and the same id after a rebuild.';
comment on column dead_letter.contract_id is 'Null where the value is not readable as an id.';
comment on column dead_letter.redrive_id is 'The redrive whose replay came back with this record.';
comment on column dead_letter.header_names is 'Bytes, as all of the record: text here cannot hold every character.';
comment on column dead_letter.state is 'That of dead_letter_decision, OPEN without one.';

create table dead_letter_decision (
    id         text collate "C" primary key,
    state      text        not null check (state in ('REPLAYED', 'FOLDED', 'ANSWERED', 'QUARANTINED', 'DISCARDED')),
    decided_at timestamptz not null default now(),
    decided_by text        not null,
    note       text        not null,
    redrive_id bigint
);
create index dead_letter_decision_redrive on dead_letter_decision (redrive_id) where redrive_id is not null;
comment on table dead_letter_decision is 'What was decided on dead letters; refers to no row, so that it outlives a rebuild of them.';

--changeset contracts:redrives
create table redrive (
    id              bigint      generated always as identity primary key,
    state           text        not null default 'RUNNING' check (state in ('RUNNING', 'DONE', 'CANCELLED', 'HALTED')),
    selection       jsonb       not null,
    rate_per_second integer     not null check (rate_per_second > 0),
    note            text        not null,
    created_by      text        not null,
    created_at      timestamptz not null default now(),
    dead_letters    integer     not null default 0,
    contracts       integer     not null default 0,
    contracts_done  integer     not null default 0,
    replayed        integer     not null default 0,
    folded          integer     not null default 0,
    answered        integer     not null default 0,
    quarantined     integer     not null default 0,
    unreadable      integer     not null default 0,
    already_decided integer     not null default 0,
    next_at         timestamptz not null default now(),
    ended_at        timestamptz,
    ended_by        text,
    end_reason      text,
    constraint what_ended_says_when check ((state = 'RUNNING') = (ended_at is null))
);
create index redrive_due on redrive (next_at) where state = 'RUNNING';
comment on column redrive.dead_letters is 'All that were selected; those counted in no column from replayed to already_decided are not decided on.';
comment on column redrive.next_at is 'When the next replays are due at the redrive''s rate.';

create table redrive_item (
    redrive_id     bigint not null references redrive,
    contract_id    bigint not null,
    dead_letter_id text collate "C" not null,
    primary key (redrive_id, contract_id, dead_letter_id)
);
comment on table redrive_item is 'The dead letters that a running redrive has still to decide on.';

create table replay (
    redrive_id     bigint      not null references redrive,
    contract_id    bigint      not null,
    dead_letter_id text collate "C" not null,
    replay_count   integer     not null,
    decided_at     timestamptz not null default now(),
    sent_at        timestamptz,
    refused        text,
    died_again     text,
    primary key (redrive_id, contract_id),
    constraint what_was_sent_was_not_refused check (sent_at is null or refused is null)
);
create index replay_unsent on replay (redrive_id, decided_at) where sent_at is null and refused is null;
create index replay_refused on replay (redrive_id) where refused is not null;
create index replay_died on replay (redrive_id) where died_again is not null;
comment on table replay is 'The outbox of redrives: one row a contract, written with the decision; sent_at is set after Kafka''s acknowledgement.';
comment on column replay.refused is 'Why Kafka will never take the record.';
comment on column replay.died_again is 'The dead letter that came of it.';

--changeset contracts:retry-records
create table retry_record (
    tier        integer     not null,
    partition   integer     not null,
    log_offset  bigint      not null,
    contract_id bigint      not null,
    attempts    integer     not null,
    due_at      timestamptz not null,
    recorded_at timestamptz not null,
    primary key (tier, partition, log_offset)
);
create index retry_record_contract on retry_record (contract_id);
comment on table retry_record is 'The retry tiers as rows, as far as the worker has not passed them long ago. Whether one still waits is told by the worker''s committed offsets.';

--changeset contracts:dead-letter-grants splitStatements:false
-- contract-api may write these tables and no other. Where it runs as the owner there is no such role.
do $$
begin
    if exists (select from pg_roles where rolname = 'contracts_api') then
        grant insert, update, delete on dead_letter, dead_letter_decision, redrive, redrive_item, replay, retry_record
            to contracts_api;
    end if;
end
$$;
