/* The help of a command, from its table.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

enum { WIDTH = 80, INDENT = 24 };

const suf_option suf_help_option = {.name = "help", .letter = 'h', .help = "this text"};

/* Prints words from `column` on, new lines from `indent` on; what begins with a space is
 * an example, and printed as it is. */
static void
print_lines(FILE *to, const char *text, int column, int indent)
{
    int at = column;
    bool is_begun = false; /* a word stands on the line */
    for (const char *word = text; *word != '\0';) {
        bool is_example = *word == ' ' && !is_begun;
        size_t n = is_example ? strcspn(word, "\n") : strcspn(word, " \n");
        int width = (int) suf_text_characters(word, n);
        if (is_begun && at + 1 + width > WIDTH) {
            (void) fprintf(to, "\n%*s", indent, "");
            at = indent;
            is_begun = false;
        }
        (void) fprintf(to, "%s%.*s", is_begun ? " " : "", (int) n, word);
        at += width + (is_begun ? 1 : 0);
        is_begun = true;
        word += n;
        if (*word == '\n') {
            word++;
            (void) fprintf(to, "\n%*s", *word == '\n' || *word == '\0' ? 0 : indent, "");
            at = indent;
            is_begun = false;
        } else if (*word == ' ') {
            word++;
        }
    }
    (void) fputc('\n', to);
}

static void
print_option(const suf_option *option)
{
    char head[80];
    char letter[8] = "    ";
    if (option->letter != '\0') {
        (void) snprintf(letter, sizeof letter, "-%c, ", option->letter);
    }
    int n = snprintf(head, sizeof head, "  %s--%s%s%s", letter, option->name,
        option->value != NULL ? " " : "", option->value != NULL ? option->value : "");
    (void) printf("%s", head);
    if (n + 2 > INDENT) {
        (void) printf("\n%*s", INDENT, "");
    } else {
        (void) printf("%*s", INDENT - n, "");
    }
    print_lines(stdout, option->help, INDENT, INDENT);
}

/* Command lines, two columns in. */
static void
print_example(const char *text)
{
    for (const char *line = text; *line != '\0';) {
        size_t n = strcspn(line, "\n");
        (void) printf("  %.*s\n", (int) n, line);
        line += n + (line[n] == '\n' ? 1 : 0);
    }
}

void
suf_help_print(const suf_usage *usage)
{
    (void) printf("usage: suffice %s %s\n\n", usage->command, usage->arguments);
    print_lines(stdout, usage->question, 0, 0);
    (void) printf("\n");
    print_example(usage->example);
    (void) printf("\n");
    if (usage->details != NULL) {
        print_lines(stdout, usage->details, 0, 0);
        (void) printf("\n");
    }
    for (size_t i = 0; i < usage->n_options; i++) {
        print_option(&usage->options[i]);
    }
    print_option(&suf_help_option);
    if (usage->end != NULL) {
        (void) printf("\n");
        print_lines(stdout, usage->end, 0, 0);
    }
}

void
suf_help_text(FILE *to, const char *text)
{
    print_lines(to, text, 0, 0);
}
