/* The options of a command, from one table: reading them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/help.h"
#include "cli/report.h"

enum { MOST_OPTIONS = 30, LONG = 256 };

int
suf_options_run(const suf_usage *usage, int argc, char **argv, void *options,
    suf_status (*run)(void *options, const suf_operands *operands, suf_faults *faults))
{
    suf_operands operands;
    int code = suf_options_parse(usage, argc, argv, options, &operands);
    if (code < 0) {
        suf_faults faults;
        suf_faults_init(&faults);
        suf_status status = run(options, &operands, &faults);
        code = status == SUF_OK ? SUF_EXIT_DONE : suf_report(status, &faults);
        suf_faults_free(&faults);
    }
    return code;
}

bool
suf_texts_add(suf_texts *self, const char *text)
{
    if (suf_array_grow(&self->items, &self->capacity, self->n + 1, sizeof *self->items) !=
        SUF_OK) {
        (void) fprintf(stderr, "suffice: %s\n", suf_status_text(SUF_ERROR_MEMORY));
        return false;
    }
    self->items[self->n++] = text;
    return true;
}

bool
suf_option_read_seed(void *member, const char *text)
{
    bool is_good = text[0] != '\0' && strlen(text) <= 20 &&
                   strspn(text, "0123456789") == strlen(text);
    (void) snprintf(member, SUF_SEED_BYTES, "seed=%s", is_good ? text : "");
    return is_good;
}

/* A whole number from 1 to `most`; false when the text is not one. */
static bool
read_count(const char *text, uint32_t most, void *member)
{
    char *end = NULL;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    uint32_t count = (uint32_t) value;
    if (errno != 0 || *end != '\0' || text[0] < '0' || text[0] > '9' || value < 1 ||
        value > most) {
        return false;
    }
    memcpy(member, &count, sizeof count);
    return true;
}

/* Takes one option with its value; the exit code, or -1. */
static int
take(const suf_usage *usage, const suf_option *option, const char *text, void *options)
{
    void *member = (unsigned char *) options + option->offset;
    const bool yes = true;
    bool is_good = true;
    switch (option->kind) {
    case SUF_OPTION_FLAG:
        memcpy(member, &yes, sizeof yes);
        break;
    case SUF_OPTION_CHOICE:
        memcpy(member, &option->choice, sizeof option->choice);
        break;
    case SUF_OPTION_TEXT:
        memcpy(member, &text, sizeof text);
        break;
    case SUF_OPTION_TEXTS:
        return suf_texts_add(member, text) ? -1 : SUF_EXIT_FAILED;
    case SUF_OPTION_COUNT:
        is_good = read_count(text, option->most, member);
        break;
    case SUF_OPTION_READ:
        is_good = option->read(member, text);
        break;
    }
    if (is_good) {
        return -1;
    }
    (void) fprintf(stderr, "suffice %s: --%s: found '%s', expected ", usage->command,
        option->name, text);
    if (option->kind == SUF_OPTION_COUNT) {
        (void) fprintf(stderr, "a whole number from 1 to %u\n", option->most);
    } else {
        (void) fprintf(stderr, "%s\n", option->expected);
    }
    return SUF_EXIT_USAGE;
}

static int
misuse(const suf_usage *usage, const char *what, const char *name)
{
    (void) fprintf(stderr, "suffice %s: %s%s; see suffice %s --help\n", usage->command,
        what, name, usage->command);
    return SUF_EXIT_USAGE;
}

/* The table as getopt takes it. */
static void
make_table(const suf_usage *usage, struct option table[MOST_OPTIONS + 2],
    char letters[2 * MOST_OPTIONS + 4])
{
    size_t n = 0;
    letters[n++] = ':'; /* a value that is missing is told apart */
    for (size_t i = 0; i < usage->n_options; i++) {
        const suf_option *option = &usage->options[i];
        table[i] = (struct option){option->name,
            option->value != NULL ? required_argument : no_argument, NULL,
            LONG + (int) i};
        if (option->letter != '\0') {
            letters[n++] = option->letter;
        }
        if (option->letter != '\0' && option->value != NULL) {
            letters[n++] = ':';
        }
    }
    letters[n++] = 'h';
    letters[n] = '\0';
    table[usage->n_options] =
        (struct option){suf_help_option.name, no_argument, NULL, 'h'};
    table[usage->n_options + 1] = (struct option){NULL, 0, NULL, 0};
}

static const suf_option *
find(const suf_usage *usage, int found)
{
    for (size_t i = 0; i < usage->n_options; i++) {
        if (found == LONG + (int) i || found == usage->options[i].letter) {
            return &usage->options[i];
        }
    }
    return NULL;
}

bool
suf_levers_set(const suf_texts *levers, suf_texts *owned, suf_texts *sets)
{
    for (size_t i = 0; i < levers->n; i++) {
        const char *end = strchr(levers->items[i], '=');
        size_t length = strlen(levers->items[i]) + sizeof "levers..value";
        char *text = malloc(length);
        if (end == NULL || text == NULL) {
            (void) fprintf(stderr, "suffice: --lever: found '%s', expected NAME=VALUE\n",
                levers->items[i]);
            free(text);
            return false;
        }
        (void) snprintf(text, length, "levers.%.*s.value%s",
            (int) (end - levers->items[i]), levers->items[i], end);
        if (!suf_texts_add(owned, text)) {
            free(text);
            return false;
        }
        if (!suf_texts_add(sets, text)) {
            return false;
        }
    }
    return true;
}

void
suf_levers_free(suf_texts *owned)
{
    for (size_t i = 0; i < owned->n; i++) {
        union {
            const char *shown;
            char *owned;
        } text = {.shown = owned->items[i]};
        free(text.owned);
    }
    free((void *) owned->items);
    *owned = (suf_texts){0};
}

int
suf_options_parse(
    const suf_usage *usage, int argc, char **argv, void *options, suf_operands *operands)
{
    struct option table[MOST_OPTIONS + 2];
    char letters[2 * MOST_OPTIONS + 4];
    suf_bug_unless(usage->n_options <= MOST_OPTIONS);
    make_table(usage, table, letters);
    int found = 0;
    opterr = 0;
    optind = 1;
    while ((found = getopt_long(argc, argv, letters, table, NULL)) != -1) {
        if (found == 'h') {
            suf_help_print(usage);
            return SUF_EXIT_DONE;
        }
        if (found == '?' || found == ':') {
            char letter[] = {'-', (char) optopt, '\0'};
            bool is_letter = optopt > 0 && optopt < LONG;
            return misuse(usage,
                found == ':' ? "a value is missing behind " : "no option ",
                is_letter ? letter : argv[optind - 1]);
        }
        const suf_option *option = find(usage, found);
        suf_bug_unless(option != NULL); /* getopt knows those of the table alone */
        int code = take(usage, option, optarg, options);
        if (code >= 0) {
            return code;
        }
    }
    *operands =
        (suf_operands){(const char *const *) argv + optind, (size_t) (argc - optind)};
    if (operands->n < usage->least || operands->n > usage->most) {
        return misuse(usage, usage->wanted, "");
    }
    return -1;
}
