/* suffice man: the manual page, from the tables of commands and options.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Written in the man macros of roff (man(7)). A line that begins with a space is an
 * example and stands as it is, as in the help. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "results/this_build.h"

const suf_usage suf_man_usage = {.command = "man",
    .arguments = "",
    .summary = "print the manual page of all commands",
    .question = "How do I read about all commands at once? Prints the manual page.",
    .example = "suffice man >suffice.1\n"
               "man ./suffice.1",
    .details = "cmake --install puts it where man finds it: man suffice.",
    .wanted = "takes no arguments"};

/* Characters that roff would take for its own are escaped, so that they are printed. */
static void
print_escaped(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\\') {
            (void) fputs("\\e", stdout);
        } else if (text[i] == '-') {
            (void) fputs("\\-", stdout);
        } else if (text[i] == '`' || text[i] == '\'') {
            (void) fputs(text[i] == '`' ? "\\(ga" : "\\(aq", stdout);
        } else {
            (void) fputc(text[i], stdout);
        }
    }
}

static void
print_word(const char *font, const char *text)
{
    (void) fputs(font, stdout);
    print_escaped(text, strlen(text));
    (void) fputs("\\fR", stdout);
}

/* Lines of a text: filled, but for examples; `paragraph` is the request between two. */
static void
print_text(const char *text, const char *paragraph)
{
    bool is_example = false;
    bool is_first = true;
    for (const char *line = text; *line != '\0';) {
        size_t n = strcspn(line, "\n");
        if (n > 0 && (line[0] == ' ') != is_example) {
            is_example = !is_example;
            (void) printf("%s\n", is_example ? ".RS 2\n.nf" : ".fi\n.RE");
        } else if (n > 0 && !is_example && !is_first) {
            (void) printf("%s\n", paragraph);
        }
        if (n > 0) {
            size_t spaces = is_example ? strspn(line, " ") : 0;
            /* A control character at the head of a line would make it a request. */
            (void) printf("\\&%.*s", spaces > 2 ? (int) spaces - 2 : 0, line);
            print_escaped(line + spaces, n - spaces);
            (void) fputc('\n', stdout);
        }
        is_first = false;
        line += n + (line[n] == '\n' ? 1 : 0);
    }
    if (is_example) {
        (void) fputs(".fi\n.RE\n", stdout);
    }
}

static void
print_option(const suf_option *option)
{
    (void) fputs(".TP\n", stdout);
    if (option->letter != '\0') {
        (void) printf("\\fB\\-%c\\fR, ", option->letter);
    }
    (void) fputs("\\fB\\-\\-", stdout);
    print_word("", option->name);
    if (option->value != NULL) {
        (void) fputc(' ', stdout);
        print_word("\\fI", option->value);
    }
    (void) fputc('\n', stdout);
    print_text(option->help, ".br");
}

static void
print_example(const char *text)
{
    (void) fputs(".PP\n.RS 2\n.nf\n", stdout);
    for (const char *line = text; *line != '\0';) {
        size_t n = strcspn(line, "\n");
        (void) fputs("\\&", stdout);
        print_escaped(line, n);
        (void) fputc('\n', stdout);
        line += n + (line[n] == '\n' ? 1 : 0);
    }
    (void) fputs(".fi\n.RE\n", stdout);
}

static void
print_command(const suf_usage *usage)
{
    (void) printf(
        ".SS \"suffice %s\"\n\\fBsuffice %s\\fR ", usage->command, usage->command);
    print_word("\\fI", usage->arguments);
    (void) fputs("\n.PP\n", stdout);
    print_text(usage->question, ".PP");
    print_example(usage->example);
    if (usage->details != NULL) {
        (void) fputs(".PP\n", stdout);
        print_text(usage->details, ".PP");
    }
    for (size_t i = 0; i < usage->n_options; i++) {
        print_option(&usage->options[i]);
    }
    if (usage->end != NULL) {
        (void) fputs(".PP\n", stdout);
        print_text(usage->end, ".PP");
    }
}

static void
print_page(void)
{
    suf_build_facts facts;
    suf_build_facts_get(&facts);
    (void) printf(".TH SUFFICE 1 \"\" \"suffice %s\" \"User Commands\"\n", facts.version);
    (void) fputs(".SH NAME\nsuffice \\- " SUF_PROGRAM_QUESTION
                 "\n.SH SYNOPSIS\n\\fBsuffice\\fR \\fICOMMAND\\fR [\\fIARGUMENTS\\fR]\n"
                 ".PP\n\\fBsuffice\\fR \\fICOMMAND\\fR \\fB\\-\\-help\\fR\n"
                 ".SH DESCRIPTION\n",
        stdout);
    print_text(suf_program_purpose, ".PP");
    const char *group = "";
    for (size_t i = 0; i < suf_n_commands; i++) {
        const suf_command *command = &suf_commands[i];
        if (strcmp(command->group, group) != 0) {
            group = command->group;
            (void) printf(".PP\n%s\n", group);
        }
        (void) printf(".TP\n\\fB%s\\fR\n", command->usage->command);
        print_text(command->usage->summary, ".PP");
    }
    (void) fputs(".SH COMMANDS\n", stdout);
    for (size_t i = 0; i < suf_n_commands; i++) {
        print_command(suf_commands[i].usage);
    }
    (void) fputs(".SH EXIT STATUS\n", stdout);
    print_text(suf_program_exit_codes, ".PP");
}

int
suf_app_man(int argc, char **argv)
{
    suf_operands none;
    int code = suf_options_parse(&suf_man_usage, argc, argv, NULL, &none);
    if (code < 0) {
        print_page();
        code = 0;
    }
    return code;
}
