/* suffice completion: what makes a shell complete command lines, from the tables of
 * commands and options.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Completed are commands, options, files where a file is meant, and words where there is
 * a choice. Nothing is run for it. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/report.h"

const suf_usage suf_completion_usage = {.command = "completion",
    .arguments = "bash|zsh|fish",
    .summary = "print what makes a shell complete commands",
    .question = "How does my shell complete commands, options and files? Prints what "
                "bash, zsh or fish has to read for that.",
    .example = "suffice completion bash >suffice.bash\n"
               ". ./suffice.bash",
    .details = "cmake --install puts it where the three shells look for it.",
    .words = "bash zsh fish",
    .least = 1,
    .most = 1,
    .wanted = "one of bash, zsh and fish is needed"};

/* What prints one option; `is_file`: its value is a file. */
typedef void print_option(const suf_usage *usage, const suf_option *option);

static void
each_option(const suf_usage *usage, print_option *print)
{
    for (size_t i = 0; i < usage->n_options; i++) {
        print(usage, &usage->options[i]);
    }
    print(usage, &suf_help_option);
}

/* The first line of a text, within quotation marks of which it has none inside; what
 * stands in `escaped` with a backslash before it. */
static void
print_quoted(const char *text, const char *escaped)
{
    size_t n = strcspn(text, "\n");
    (void) fputc('\'', stdout);
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\'') {
            (void) fputs("'\\''", stdout);
            continue;
        }
        if (strchr(escaped, text[i]) != NULL) {
            (void) fputc('\\', stdout);
        }
        (void) fputc(text[i], stdout);
    }
    (void) fputc('\'', stdout);
}

/* --- bash ------------------------------------------------------------------------------
 */

static void
bash_option(const suf_usage *usage, const suf_option *option)
{
    (void) usage;
    (void) printf(" --%s", option->name);
    if (option->letter != '\0') {
        (void) printf(" -%c", option->letter);
    }
}

static void
bash_file(const suf_usage *usage, const suf_option *option)
{
    if (option->is_file) {
        bash_option(usage, option);
    }
}

static void
bash_value(const suf_usage *usage, const suf_option *option)
{
    if (option->value != NULL && !option->is_file) {
        bash_option(usage, option);
    }
}

static void
print_bash(void)
{
    (void) fputs(
        "# Completion of suffice in bash, made by: suffice completion bash\n"
        "_suffice()\n"
        "{\n"
        "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
        "    local options= outputs= values= files= words= ending\n"
        "    COMPREPLY=()\n"
        "    if [ \"$current\" = = ]; then\n"
        "        current=\n"
        "    elif [ \"$before\" = = ]; then\n"
        "        before=${COMP_WORDS[COMP_CWORD-2]}\n"
        "    fi\n"
        "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
        "        mapfile -t COMPREPLY < <(compgen -W '",
        stdout);
    for (size_t i = 0; i < suf_n_commands; i++) {
        (void) printf("%s ", suf_commands[i].usage->command);
    }
    (void) fputs("help --help --version' -- \"$current\")\n"
                 "        return\n"
                 "    fi\n"
                 "    case ${COMP_WORDS[1]} in\n",
        stdout);
    for (size_t i = 0; i < suf_n_commands; i++) {
        const suf_usage *usage = suf_commands[i].usage;
        (void) printf("    %s)\n        options='", usage->command);
        each_option(usage, bash_option);
        (void) fputs("'\n        outputs='", stdout);
        each_option(usage, bash_file);
        (void) fputs("'\n        values='", stdout);
        each_option(usage, bash_value);
        (void) printf("'\n        files='%s' words='%s' ;;\n",
            usage->files != NULL ? usage->files : "",
            usage->words != NULL ? usage->words : "");
    }
    (void) fputs(
        "    help) words=scenario ;;\n"
        "    esac\n"
        "    case \" $values \" in *\" $before \"*) return ;; esac\n"
        "    case \" $outputs \" in *\" $before \"*)\n"
        "        compopt -o filenames 2>/dev/null\n"
        "        mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
        "        return ;;\n"
        "    esac\n"
        "    case $current in -*)\n"
        "        mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$current\")\n"
        "        return ;;\n"
        "    esac\n"
        "    if [ -n \"$words\" ]; then\n"
        "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
        "    elif [ -n \"$files\" ]; then\n"
        "        compopt -o filenames 2>/dev/null\n"
        "        mapfile -t COMPREPLY < <(\n"
        "            compgen -d -- \"$current\"\n"
        "            for ending in $files; do\n"
        "                compgen -f -X \"!*.$ending\" -- \"$current\"\n"
        "            done)\n"
        "    fi\n"
        "}\n"
        "complete -F _suffice suffice\n",
        stdout);
}

/* --- zsh -------------------------------------------------------------------------------
 */

static void
zsh_option(const suf_usage *usage, const suf_option *option)
{
    (void) usage;
    const char *value = option->value != NULL ? option->value : "";
    (void) fputs(" \\\n            ", stdout);
    (void) fputs(option->kind == SUF_OPTION_TEXTS ? "'*'" : "", stdout);
    if (option->letter != '\0') {
        (void) printf("{-%c,--%s}", option->letter, option->name);
    } else {
        (void) printf("--%s", option->name);
    }
    (void) fputs("'['", stdout);
    print_quoted(option->help, "[]");
    (void) fputs("']'", stdout);
    if (option->value != NULL) {
        (void) fputs("':'", stdout);
        print_quoted(value, ":");
        (void) printf("':%s'", option->is_file ? "_files" : " ");
    }
}

static void
print_zsh(void)
{
    (void) fputs("#compdef suffice\n"
                 "# Completion of suffice in zsh, made by: suffice completion zsh\n"
                 "_suffice() {\n"
                 "    local -a commands\n"
                 "    commands=(\n",
        stdout);
    for (size_t i = 0; i < suf_n_commands; i++) {
        const suf_usage *usage = suf_commands[i].usage;
        (void) printf("        '%s:'", usage->command);
        print_quoted(usage->summary, ":");
        (void) fputc('\n', stdout);
    }
    (void) fputs("    )\n"
                 "    if (( CURRENT == 2 )); then\n"
                 "        _describe command commands\n"
                 "        return\n"
                 "    fi\n"
                 "    shift words\n"
                 "    (( CURRENT-- ))\n"
                 "    case $words[1] in\n",
        stdout);
    for (size_t i = 0; i < suf_n_commands; i++) {
        const suf_usage *usage = suf_commands[i].usage;
        (void) printf("    %s)\n        _arguments -s -S", usage->command);
        each_option(usage, zsh_option);
        if (usage->words != NULL) {
            (void) printf(" \\\n            '1:word:(%s)'", usage->words);
        } else if (usage->files != NULL) {
            /* One word in brackets would be a qualifier of the pattern. */
            bool is_one = strchr(usage->files, ' ') == NULL;
            (void) printf(" \\\n            '*:file:_files -g \"*.%s", is_one ? "" : "(");
            for (const char *at = usage->files; *at != '\0'; at++) {
                (void) fputc(*at == ' ' ? '|' : *at, stdout);
            }
            (void) printf("%s\"'", is_one ? "" : ")");
        }
        (void) fputs(" ;;\n", stdout);
    }
    (void) fputs("    esac\n"
                 "}\n"
                 "if [ \"$funcstack[1]\" = _suffice ]; then\n"
                 "    _suffice \"$@\"\n"
                 "else\n"
                 "    compdef _suffice suffice\n"
                 "fi\n",
        stdout);
}

/* --- fish ------------------------------------------------------------------------------
 */

static void
fish_head(const suf_usage *usage)
{
    (void) printf(
        "complete -c suffice -n '__fish_seen_subcommand_from %s'", usage->command);
}

static void
fish_option(const suf_usage *usage, const suf_option *option)
{
    fish_head(usage);
    (void) printf(" -l %s", option->name);
    if (option->letter != '\0') {
        (void) printf(" -s %c", option->letter);
    }
    if (option->value != NULL) {
        (void) fputs(option->is_file ? " -r -F" : " -x", stdout);
    }
    (void) fputs(" -d ", stdout);
    print_quoted(option->help, "\\");
    (void) fputc('\n', stdout);
}

static void
print_fish(void)
{
    (void) fputs("# Completion of suffice in fish, made by: suffice completion fish\n"
                 "complete -c suffice -f\n",
        stdout);
    for (size_t i = 0; i < suf_n_commands; i++) {
        const suf_usage *usage = suf_commands[i].usage;
        (void) printf(
            "complete -c suffice -n __fish_use_subcommand -a %s -d ", usage->command);
        print_quoted(usage->summary, "\\");
        (void) fputc('\n', stdout);
    }
    for (size_t i = 0; i < suf_n_commands; i++) {
        const suf_usage *usage = suf_commands[i].usage;
        each_option(usage, fish_option);
        if (usage->words != NULL) {
            fish_head(usage);
            (void) printf(" -a '%s'\n", usage->words);
        } else if (usage->files != NULL) {
            fish_head(usage);
            (void) fputs(" -k -a '(__fish_complete_suffix", stdout);
            (void) putchar(' ');
            for (const char *at = usage->files; *at != '\0';) {
                size_t n = strcspn(at, " ");
                (void) printf(".%.*s%s", (int) n, at, at[n] == ' ' ? " " : "");
                at += n + (at[n] == ' ' ? 1 : 0);
            }
            (void) fputs(")'\n", stdout);
        }
    }
}

int
suf_app_completion(int argc, char **argv)
{
    static const struct {
        const char *shell;
        void (*print)(void);
    } shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}};
    suf_operands asked;
    int code = suf_options_parse(&suf_completion_usage, argc, argv, NULL, &asked);
    if (code >= 0) {
        return code;
    }
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++) {
        if (strcmp(asked.items[0], shells[i].shell) == 0) {
            shells[i].print();
            return SUF_EXIT_DONE;
        }
    }
    (void) fprintf(stderr, "suffice completion: found '%s', expected bash, zsh or fish\n",
        asked.items[0]);
    return SUF_EXIT_USAGE;
}
