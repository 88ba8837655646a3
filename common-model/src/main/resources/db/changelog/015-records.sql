--liquibase formatted sql

--changeset contracts:dead-letter-sizes
alter table dead_letter
    add column kept boolean not null default true,
    add column key_bytes integer,
    add column value_bytes integer;
comment on column dead_letter.kept is 'False where key or value are too large for this table: then they are only on the topic, and null here.';
comment on column dead_letter.key_bytes is 'The length of the key on the topic; null without a key, and in rows that an earlier release wrote. The same for value_bytes.';

--changeset contracts:replay-outcomes
alter table replay
    add column sent_partition integer,
    add column sent_offset bigint,
    add column settled_at timestamptz;
create index replay_unsettled on replay (redrive_id) where sent_at is not null and settled_at is null;
comment on column replay.sent_offset is 'Where the replay is on contract-ids, with sent_partition; null where an earlier release sent it.';
comment on column replay.settled_at is 'When it was found that the worker is done with the replay: it is answered, or has died.';

alter table redrive drop constraint redrive_state_check;
alter table redrive drop constraint what_ended_says_when;
alter table redrive
    add constraint redrive_state_check check (state in ('RUNNING', 'SENT', 'DONE', 'CANCELLED', 'HALTED')),
    add constraint what_ended_says_when check ((state in ('RUNNING', 'SENT')) = (ended_at is null)),
    add column canary integer check (canary > 0),
    add column canary_passed boolean not null default false,
    add column selecting boolean not null default false,
    add column selected_to_time timestamptz not null default '-infinity',
    add column selected_to_id text collate "C" not null default '';
comment on column redrive.canary is 'Replays whose outcomes are waited for before there are others.';
comment on column redrive.selecting is 'Whether there may be more dead letters that match, after selected_to_time and selected_to_id.';
create index redrive_sent on redrive (id) where state = 'SENT';

--changeset contracts:open-by-reason runInTransaction:false
create index concurrently if not exists dead_letter_open_reason on dead_letter (state, reason, died_at, id);

--changeset contracts:decision-history splitStatements:false
create table dead_letter_history (
    number     bigint      generated always as identity primary key,
    id         text collate "C" not null,
    state      text        not null,
    decided_at timestamptz not null,
    decided_by text        not null,
    note       text        not null,
    redrive_id bigint
);
create index dead_letter_history_id on dead_letter_history (id, number);
comment on table dead_letter_history is 'All decisions on dead letters, earlier ones too: rows are added only.';
insert into dead_letter_history (id, state, decided_at, decided_by, note, redrive_id)
select id, state, decided_at, decided_by, note, redrive_id from dead_letter_decision order by decided_at;

create function keep_decision() returns trigger language plpgsql as $$
begin
    insert into dead_letter_history (id, state, decided_at, decided_by, note, redrive_id)
    values (new.id, new.state, new.decided_at, new.decided_by, new.note, new.redrive_id);
    return null;
end
$$;
create trigger decision_is_kept after insert or update of state, decided_at, decided_by, note, redrive_id on dead_letter_decision
    for each row execute function keep_decision();
create index dead_letter_decision_age on dead_letter_decision (decided_at);

do $$
begin
    if exists (select from pg_roles where rolname = 'contracts_api') then
        grant insert, update, delete on dead_letter_history to contracts_api;
    end if;
end
$$;

--changeset contracts:unchanged-answers
create table unchanged_answer (
    contract_id bigint      primary key,
    answered_at timestamptz not null
);
create index unchanged_answer_age on unchanged_answer (answered_at);
comment on table unchanged_answer is 'When an answer changed nothing: an id may have died before that, and be seen to have died only after it. Rows go after some days, unless they end a death.';

create view last_answer as
select contract_id, status, version, reason, greatest(answered_at, (
    select unchanged.answered_at from unchanged_answer unchanged where unchanged.contract_id = answer.contract_id)) as answered_at
from answer;
comment on view last_answer is 'The last answer to each id that has one, also where it changed nothing.';

--changeset contracts:projected-topics splitStatements:false
create table projected_topic (
    topic    text collate "C" primary key,
    topic_id text not null
);
comment on table projected_topic is 'Of which topic dead_letter and retry_record are: its id (KIP-516), which another topic of the same name does not have.';
create table projection_position (
    consumer_group text collate "C" not null,
    topic          text collate "C" not null,
    partition      integer not null,
    topic_id       text    not null,
    next_offset    bigint  not null,
    primary key (consumer_group, topic, partition)
);
comment on table projection_position is 'How far each topic is projected, written with the rows: goes back with them when the database is restored.';
comment on column dead_letter.id is 'Partition and offset, as in 3-1047: one record, one row, and the same id after a rebuild. Of a topic that was deleted and made again, with the id of that topic appended.';
comment on table dead_letter is 'The topic contract-ids-dlt as rows; may be emptied and filled again from the topic, together with projection_position.';
do $$
begin
    if exists (select from pg_roles where rolname = 'contracts_api') then
        grant insert, update, delete on projected_topic, projection_position to contracts_api;
    end if;
end
$$;
