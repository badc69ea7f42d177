/* The one table of keys: what may stand in a scenario, where it goes, what it means.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A section is a mapping of known keys, or the columns of a table; each section is read
 * into one struct. The walker, the readers of tables, the messages, the resolved text,
 * the JSON Schema and the reference page all go by this table, and by nothing else. */
#ifndef SUF_SCENARIO_KEYS_H
#define SUF_SCENARIO_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/number.h"
#include "base/units.h"

typedef enum suf_key_type {
    SUF_KEY_FORMAT,     /* the number of the format; not stored */
    SUF_KEY_EXTENDS,    /* path of the scenario it overlays; not stored */
    SUF_KEY_TEXT,       /* char *: free text */
    SUF_KEY_NAME,       /* char *: a-z, 0-9, _ and - */
    SUF_KEY_LABEL,      /* char *: a name in free text, not empty */
    SUF_KEY_DATE,       /* int32_t: day number */
    SUF_KEY_MONTH,      /* int32_t: day number of the first of a month */
    SUF_KEY_SEED,       /* uint64_t */
    SUF_KEY_COUNT,      /* uint32_t; not given: SUF_NONE */
    SUF_KEY_YEAR,       /* int32_t: a calendar year */
    SUF_KEY_AGE,        /* uint32_t: whole months, from a duration; not given: open */
    SUF_KEY_SPAN,       /* the same, of a time that is no age */
    SUF_KEY_AGES,       /* suf_ages: completed years, as 7, 5-9 or 85+ */
    SUF_KEY_LASTING,    /* the same, or a number of intakes with SUF_LASTING_INTAKES */
    SUF_KEY_WHOLE,      /* double that is whole */
    SUF_KEY_PLAIN,      /* double; not given: NAN */
    SUF_KEY_NUMBER,     /* suf_number: accepts $assumption */
    SUF_KEY_PARAMETER,  /* double of an assumption: its unit is the assumption's */
    SUF_KEY_PARAMETERS, /* list of such: double array and count; detail 1: pure numbers */
    SUF_KEY_YES_NO,     /* bool */
    SUF_KEY_CHOICE,     /* one of the words of suf_choices `detail` */
    SUF_KEY_DISTRICT,   /* uint32_t: index of a district */
    SUF_KEY_BEYOND,     /* the same, or `outside`: SUF_NONE */
    SUF_KEY_SERVICE,    /* uint32_t: index of a service */
    SUF_KEY_SECTION,    /* a mapping of section `detail`, within the same object */
    SUF_KEY_MAP,        /* named mappings of section `detail`: array and count */
    SUF_KEY_TABLE,      /* a table of section `detail`: array and count */
    SUF_KEY_YEARS,      /* year -> number: suf_year_factor array and count */
    SUF_KEY_MONTHS,     /* month -> number: double[12] */
    SUF_KEY_SEXES,      /* F, M -> number: double[2] */
    SUF_KEY_PLACES,     /* a number of the only district, or district -> number */
    SUF_KEY_DESIGN,     /* a design: a word of suf_choices `detail`, or a table */
    SUF_N_KEY_TYPES
} suf_key_type;

/* Of a LASTING: the number is of intakes, not of months. */
#define SUF_LASTING_INTAKES 0x80000000U

struct json_t;
struct suf_key;
struct suf_node;
struct suf_place;
struct suf_reader;
struct suf_writer;

/* What holds for all keys of one type: the one row of the type. */
typedef struct suf_type {
    const char *expects; /* as "a whole number"; NULL: by the key's dimension or words */
    const char *reference; /* the same in the reference, before the section's name where
                              there is one; NULL: as in messages, with the range */
    bool is_value;         /* one value, that may be a cell of a table */
    bool has_section;      /* the detail of its keys is a section */
    bool has_range;        /* the limits of its keys are of the value itself */
    /* What the member is when its key has no fallback; no bytes: zero. */
    size_t bytes;
    const void *absent;
    /* True when the member holds nothing that was given; NULL: never. */
    bool (*is_absent)(const struct suf_key *key, const void *member);
    /* From a node into the object of the key's section. Of values the node is a scalar.
     * Tells what is wrong and then leaves the member as it was. NULL: nothing is read. */
    void (*read)(struct suf_reader *self, const struct suf_key *key,
        const struct suf_node *node, void *object);
    /* Back from the object: of values the text alone, else its key as well. NULL: it does
     * not stand in a resolved text. */
    void (*write)(struct suf_writer *self, const struct suf_key *key, const void *object);
    /* What a JSON Schema says of it: a string of this pattern; or made for the key, owned
     * by the caller, NULL when memory is out; or, without either, any string. */
    const char *pattern;
    struct json_t *(*schema)(const struct suf_key *key, bool is_overlay);
} suf_type;

typedef enum suf_section {
    SUF_SECTION_ROOT,
    SUF_SECTION_NESTED,
    SUF_SECTION_WITHOUT,
    SUF_SECTION_POPULATION,
    SUF_SECTION_ASSUMPTION,
    SUF_SECTION_ASSUMED_UNIFORM,
    SUF_SECTION_ASSUMED_TRIANGULAR,
    SUF_SECTION_ASSUMED_NORMAL,
    SUF_SECTION_ASSUMED_LOGNORMAL,
    SUF_SECTION_ASSUMED_BETA,
    SUF_SECTION_ASSUMED_GAMMA,
    SUF_SECTION_ASSUMED_DISCRETE,
    SUF_SECTION_ASSUMED_EMPIRICAL,
    SUF_SECTION_AR1,
    SUF_SECTION_CORRELATION,
    SUF_SECTION_LEVER,
    SUF_SECTION_SERVICE,
    SUF_SECTION_ELIGIBLE,
    SUF_SECTION_REQUESTS,
    SUF_SECTION_OF,
    SUF_SECTION_ARRIVAL,
    SUF_SECTION_WAVE,
    SUF_SECTION_STAY,
    SUF_SECTION_INTAKE,
    SUF_SECTION_VISIT,
    SUF_SECTION_CLOSED_DAYS,
    SUF_SECTION_QUEUE,
    SUF_SECTION_PATIENCE,
    SUF_SECTION_CLASS,
    SUF_SECTION_OVERFLOW,
    SUF_SECTION_TEAMS,
    SUF_SECTION_FIRST_CHOICE,
    SUF_SECTION_INITIAL,
    SUF_SECTION_FIXED,
    SUF_SECTION_EXPONENTIAL,
    SUF_SECTION_GAMMA,
    SUF_SECTION_ERLANG,
    SUF_SECTION_LOGNORMAL,
    SUF_SECTION_WEIBULL,
    SUF_SECTION_HYPEREXPONENTIAL,
    SUF_SECTION_DELIVERY,
    SUF_SECTION_PROGRAMME,
    SUF_SECTION_DELAY,
    SUF_SECTION_DELAY_FIXED,
    SUF_SECTION_DELAY_UNIFORM,
    SUF_SECTION_DELAY_EXPONENTIAL,
    SUF_SECTION_DELAY_LOGNORMAL,
    SUF_SECTION_DELAY_WEIBULL,
    SUF_SECTION_ASSET,
    SUF_SECTION_WORKS,
    SUF_SECTION_POLICY,
    SUF_SECTION_POLICY_WHEN,
    SUF_SECTION_POLICY_DO,
    SUF_SECTION_COSTS,
    SUF_SECTION_OVERRUN,
    SUF_SECTION_FUND,
    SUF_SECTION_RUNNING,
    SUF_SECTION_CAPITAL,
    SUF_SECTION_DISTRICT_ROW,
    SUF_SECTION_TRAVEL_ROW,
    SUF_SECTION_POPULATION_ROW,
    SUF_SECTION_FERTILITY_ROW,
    SUF_SECTION_MORTALITY_ROW,
    SUF_SECTION_MIGRATION_ROW,
    SUF_SECTION_MIGRATION_AGE_ROW,
    SUF_SECTION_PLACES_ROW,
    SUF_SECTION_ZONE_ROW,
    SUF_SECTION_UNIT_ROW,
    SUF_SECTION_STOCK_ROW,
    SUF_SECTION_PROJECT_ROW,
    SUF_SECTION_TARGET_ROW,
    SUF_SECTION_CONDITION_ROW,
    SUF_SECTION_OBSERVATION_ROW,
    SUF_SECTION_ARRIVAL_ROW,
    SUF_SECTION_BATCH_ROW,
    SUF_SECTION_THEN_ROW,
    SUF_SECTION_RATE_ROW,
    SUF_SECTION_ROLL_ROW,
    SUF_SECTION_INITIAL_ROW,
    SUF_SECTION_HOUR_ROW,
    SUF_SECTION_CLOSED_ROW,
    SUF_SECTION_BALK_ROW,
    SUF_SECTION_EMPIRICAL_ROW,
    SUF_N_SECTIONS
} suf_section;

typedef enum suf_choice_set {
    SUF_CHOICE_KIND,
    SUF_CHOICE_SEX,
    SUF_CHOICE_SEX_OR_BOTH,
    SUF_CHOICE_DISCIPLINE,
    SUF_CHOICE_LIST,
    SUF_CHOICE_DEATH,
    SUF_CHOICE_BETWEEN,
    SUF_CHOICE_EVIDENCE,
    SUF_CHOICE_MEASURE,
    SUF_CHOICE_COMPARISON,
    SUF_CHOICE_BASIS,
    SUF_CHOICE_DESIGN,
    SUF_CHOICE_AR1_SCALE,
    SUF_CHOICE_RATIO,
    SUF_CHOICE_INEQUALITY,
    SUF_CHOICE_DECAY,
    SUF_CHOICE_COST_PER,
    SUF_CHOICE_BUDGET,
    SUF_CHOICE_OBSERVED,
    SUF_CHOICE_PEOPLE,
    SUF_CHOICE_POLICY_MEASURE,
    SUF_N_CHOICES
} suf_choice_set;

typedef struct suf_choice {
    const char *word;
    int value;
} suf_choice;

typedef struct suf_choices {
    const suf_choice *items;
    size_t n;
    size_t bytes; /* of the member it is stored in: 4 an enum, 1 a bool or char, 0 none */
} suf_choices;

/* The version from which former names of keys, columns and results are no longer read. */
#define SUF_FORMER_NAMES_UNTIL "0.2"

typedef struct suf_key {
    const char *name;
    suf_key_type type;
    int detail;              /* suf_section or suf_choice_set; NUMBER: 1 if it is whole */
    double minimum, maximum; /* of the value as written, in days or per day */
    double scale;            /* stored = value x scale; 0 means 1 */
    const char *fallback;    /* what holds when it is not given, as it would be written */
    size_t offset;           /* of the member within the section's object */
    size_t count_offset;     /* of the array's count */
    size_t mark_offset;
    const char *help;
    const char *formerly; /* its former name, which is still read; NULL: none */
    suf_dimension dimension;
    int mark_value;
    uint8_t mark_bytes; /* > 0: when given, a member is set to mark_value */
    uint8_t kinds;      /* of services that have it, a bit each; 0: all */
    uint8_t group;      /* keys of one group exclude each other; 0: none */
    bool is_above;      /* the minimum itself is outside */
    bool is_required;   /* of a group: one of its keys is */
    bool is_unbounded;  /* PLAIN: `inf` is a value too */
    bool is_yearly;     /* NUMBER, YEARS: may be an assumption that follows a path */
    /* A column that a resolved text leaves out where no row has it, so that scenarios
     * which came before it stay as they are. */
    bool is_sparse;
    /* May be a lever, counted in this unit ("places", "date"); NULL: it may not. The
     * lever's index goes into the uint32_t at lever_offset, SUF_NONE without one, and the
     * member holds its value (of a date: the one that the plan's dates belong to). */
    const char *lever_unit;
    size_t lever_offset;
} suf_key;

#define SUF_NO_MEMBER SIZE_MAX

typedef struct suf_section_info {
    const char *name; /* in the schema and the reference */
    const suf_key *keys;
    size_t n_keys;
    size_t bytes;       /* of the object; of tables and maps, of one element */
    size_t name_offset; /* MAP: where the key goes; of a table, its column of names, so
                           that it can be written as a mapping; or SUF_NO_MEMBER */
    size_t line_offset; /* uint32_t, or SUF_NO_MEMBER */
    const char *help;
    suf_key_type name_type; /* NAME or DISTRICT; of a table LABEL */
    bool is_joined;         /* a table that may be given as several */
    size_t
        names; /* offset of the index in suf_reader by which others find them; 0: none */
    /* Of an element of a map: before its keys are read, and after they were without a
     * fault; `place` is that of its name. NULL: nothing. */
    void (*begin)(struct suf_reader *self, void *element);
    void (*end)(struct suf_reader *self, void *element, const struct suf_place *place);
    const char *value; /* of a table whose rows are known by the columns in front of this
                          one: the column that a lone number stands for */
} suf_section_info;

/* Groups of keys that exclude each other are numbered below it, in each section. */
enum { SUF_MOST_GROUPS = 8 };

/* Everything is static and constant. */
const suf_section_info *suf_section_get(suf_section section);
const suf_choices *suf_choices_get(suf_choice_set set);
/* The choice of a set with this word, or NULL. */
const suf_choice *suf_choice_find(suf_choice_set set, const char *word);
/* The key of a section with this name, or NULL. */
const suf_key *suf_key_find(suf_section section, const char *name);
/* The key of a section that formerly had this name, or NULL. */
const suf_key *suf_key_find_former(suf_section section, const char *name);
/* The nearest key to a misspelt one, or NULL. */
const char *suf_key_near(suf_section section, const char *name);
/* True when the rows of a table are known by one column of names. */
bool suf_rows_are_named(suf_section section);
/* The column that holds the names, or NULL. */
const suf_key *suf_rows_name(suf_section section);
/* Sets the columns that rows are known by; returns how many of the MOST there are. */
enum { SUF_MOST_IDS = 8 };
size_t suf_rows_ids(suf_section section, const suf_key *ids[SUF_MOST_IDS]);
/* The row of a key's type; static and constant. */
const suf_type *suf_type_of(const suf_key *key);
/* The member of a section's object at an offset that its key tells. */
static inline void *
suf_key_member(void *object, size_t offset)
{
    return (unsigned char *) object + offset;
}
static inline const void *
suf_key_held(const void *object, size_t offset)
{
    return (const unsigned char *) object + offset;
}
/* Sets the array and the count of a key. */
static inline void
suf_key_set_array(const suf_key *key, void *object, void *array, size_t n)
{
    memcpy(suf_key_member(object, key->offset), &array, sizeof array);
    memcpy(suf_key_member(object, key->count_offset), &n, sizeof n);
}
/* True when a service of a kind has the key. */
static inline bool
suf_key_is_of_kind(const suf_key *key, unsigned kind)
{
    return key->kinds == 0 || (key->kinds & 1U << kind) != 0;
}
/* True for columns that any table may have and that are passed over: sources and notes.
 */
bool suf_column_is_remark(const char *name);
/* The same name, of static storage, or NULL. */
const char *suf_column_remark(const char *name);
/* The name of today of one that was formerly called so, of static storage, or NULL. */
const char *suf_column_find_former_remark(const char *name);
/* The i-th of the names of today; NULL behind the last. */
const char *suf_column_remark_at(size_t i);
/* The twelve months, as "january"; i in 0..11. */
const char *suf_month_name(unsigned i);
/* The lever that a key of an object is, or SUF_NONE. */
static inline uint32_t
suf_key_lever(const suf_key *key, const void *object)
{
    uint32_t lever = SUF_NONE;
    if (key->lever_unit != NULL) {
        memcpy(&lever, suf_key_held(object, key->lever_offset), sizeof lever);
    }
    return lever;
}
/* The factor from the value as written to the value stored. */
static inline double
suf_key_scale(const suf_key *key)
{
    return key->scale > 0 ? key->scale : 1;
}
/* Writes what the key expects, as "a number from 0 to 1", for messages and reference. */
void suf_key_expected(const suf_key *key, char text[300]);

#endif
