--liquibase formatted sql

--changeset contracts:title-words splitStatements:false
-- One rule for titles and for what is searched for in them: compatible forms, composed and decomposed letters, case and
-- accents make no difference. The ranges of code points are Thai, Lao, Myanmar, Khmer, Kana, Han and Hangul: they are written
-- without spaces between words, or with endings that are no part of them.
create function title_tokens(title text) returns table (number bigint, token text, spaced boolean)
    language sql immutable strict parallel safe rows 5
as $$
    select ordinality, coalesce(found[1], found[2]), found[2] is null
    from regexp_matches(
        case when title ~ '^[ -~]*$' then lower(title collate "pg_unicode_fast")
            else translate(replace(replace(casefold(normalize(regexp_replace(normalize(title, nfkd),
                '[\u00ad\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u2060\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]',
                '', 'g'), nfkc) collate "pg_unicode_fast"), 'æ', 'ae'), 'œ', 'oe'), 'øłđħŧı', 'oldhti') end,
        case when title ~ '^[ -~]*$' then '([a-z0-9]+)' else
            '((?:(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff])[[:alnum:]])+)|([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+)' end,
        'g') with ordinality as matched(found, ordinality)
$$;

create or replace function title_words(title text) returns setof text language sql immutable strict parallel safe rows 5
as $$
    select distinct term
    from title_tokens(title), lateral (
        select left(token, 60) where spaced
        union all
        select substr(token, place, length)
        from generate_series(1, length(token)) as place, generate_series(1, 2) as length
        where not spaced) as found(term)
    limit 100
$$;
comment on function title_words is 'The words by which a title is found, each once, cut at 60 characters; of scripts without spaces each character and each two that follow each other.';

create function title_question(q text) returns table (term text, is_beginning boolean)
    language sql immutable strict parallel safe rows 5
as $$
    with asked as (select *, number = max(number) over () as is_last from title_tokens(q))
    select left(token, 60), is_last from asked where spaced
    union
    select substr(token, place, 2), false
    from asked, generate_series(1, greatest(length(token) - 1, 1)) as place
    where not spaced
$$;
comment on function title_question is 'What a title has to have to be found by a text: terms, and last the beginning of one, unless the script has no spaces.';
