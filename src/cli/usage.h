/* What a command says of itself: its options, a row each, and what it is for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each option stands once; `--help` is every command's, and has no row. The command line
 * is read by these tables (options.h), and help (help.h), manual page and completions are
 * made from them. */
#ifndef SUF_CLI_USAGE_H
#define SUF_CLI_USAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum suf_option_kind {
    SUF_OPTION_FLAG,   /* bool */
    SUF_OPTION_CHOICE, /* an enum, that becomes `choice` */
    SUF_OPTION_TEXT,   /* const char *, borrowed */
    SUF_OPTION_TEXTS,  /* suf_texts, one more each time */
    SUF_OPTION_COUNT,  /* uint32_t from 1 to `most` */
    SUF_OPTION_READ    /* what `read` makes of it */
} suf_option_kind;

typedef struct suf_option {
    const char *name; /* behind the two dashes */
    char letter;      /* behind one; '\0': none */
    bool is_file;     /* the value is one, which a shell can complete */
    suf_option_kind kind;
    size_t offset;     /* of the member within the command's own struct of options */
    const char *value; /* what stands for its value in the help; NULL: it has none */
    const char *help;  /* in lines of any length; a line feed begins a new one */
    uint32_t most;     /* COUNT */
    int choice;        /* CHOICE */
    /* READ: false when the text is not as `expected`. */
    bool (*read)(void *member, const char *text);
    const char *expected;
} suf_option;

typedef struct suf_usage {
    const char *command;   /* "run" */
    const char *arguments; /* "SCENARIO... [OPTIONS]" */
    const char *summary;   /* one line among those of all commands */
    const char *question;  /* what a user asks, and what answers it: lines as of a help */
    const char
        *example; /* command lines that work where scenarios/ is: a test runs them */
    const char *details; /* paragraphs; NULL: none */
    const suf_option *options;
    size_t n_options;
    const char *end;   /* behind the options; NULL: nothing */
    const char *files; /* endings of operands that are files, "yaml h5"; NULL: none are */
    const char *words; /* what an operand may be; NULL: anything */
    size_t least, most; /* operands: what is no option */
    const char *wanted; /* told when they are fewer or more */
} suf_usage;

#define SUF_OPTIONS(array)                                                               \
    .options = (array), .n_options = sizeof(array) / sizeof *(array)

#endif
