/* One YAML document as a tree, each node with its place in the file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/memory.h"
#include "base/text.h"
#include "scenario/types/names.h"

typedef struct anchor {
    suf_node *node; /* NULL while it is being read */
} anchor;

typedef struct frame { /* a mapping or list that is being read */
    suf_node *node;
    size_t capacity; /* of its entries, on the heap until it is complete */
    const char *key; /* read, its value awaited */
    suf_place key_place;
    size_t anchor_number; /* + 1, or 0 */
} frame;

typedef struct reader {
    suf_arena *arena;
    const suf_source *source;
    suf_faults *faults;
    size_t skip;
    yaml_parser_t parser;
    frame stack[SUF_MOST_DEPTH];
    size_t depth;
    suf_names anchors;
    anchor *anchored; /* by number of its name */
    size_t anchor_capacity;
    suf_node *root;
    size_t n_nodes;
    bool is_at_fault;
} reader;

static suf_place
place_of(const reader *self, yaml_mark_t mark)
{
    size_t column = mark.column + 1;
    if (mark.line == 0) {
        column += suf_text_characters(self->source->bytes, self->skip);
    }
    return (suf_place){self->source, (uint32_t) mark.line + 1, (uint32_t) column};
}

static void
fault(reader *self, yaml_mark_t mark, const char *message)
{
    suf_place place = place_of(self, mark);
    suf_source_fault(self->faults, &place, NULL, NULL, message);
    self->is_at_fault = true;
}

/* A syntax error of the library, in our words where its own mislead. */
static void
fault_of_parser(reader *self)
{
    const yaml_parser_t *parser = &self->parser;
    yaml_mark_t mark = parser->problem_mark;
    suf_place place = place_of(self, mark);
    if (self->skip > 0 && mark.line > 0) { /* the end of a value of the command line */
        size_t n = suf_text_characters(self->source->bytes, self->source->n);
        place = (suf_place){self->source, 1, (uint32_t) n + 1};
    }
    const char *line = self->source->bytes + self->skip;
    for (size_t i = 0; i < mark.line && line != NULL; i++) {
        line = strchr(line, '\n');
        line = line != NULL ? line + 1 : NULL;
    }
    size_t indent = line != NULL ? strspn(line, " ") : 0;
    char message[400];
    if (line != NULL && (line[indent] == '\t' || (mark.column < strcspn(line, "\n") &&
                                                     line[mark.column] == '\t'))) {
        (void) snprintf(message, sizeof message,
            "found a tab, expected spaces: YAML is indented with spaces only");
    } else {
        (void) snprintf(message, sizeof message, "not YAML: %s%s%s",
            parser->problem != NULL ? parser->problem : "cannot be read",
            parser->context != NULL ? ", " : "",
            parser->context != NULL ? parser->context : "");
    }
    suf_source_fault(self->faults, &place, NULL, NULL, message);
    self->is_at_fault = true;
}

static suf_status
new_node(reader *self, suf_node_kind kind, yaml_mark_t mark, suf_node **out)
{
    if (++self->n_nodes > SUF_MOST_NODES && !self->source->is_ours) {
        fault(self, mark, "more than 1,000,000 values, the most that is read");
    }
    suf_status status = suf_arena_take(self->arena, 1, sizeof **out, out);
    if (status == SUF_OK) {
        **out = (suf_node){.kind = kind, .weight = 1, .place = place_of(self, mark)};
    }
    return status;
}

/* Puts a complete node where it belongs; its key, or itself, may be what is awaited. */
static suf_status
place_node(reader *self, suf_node *node, yaml_mark_t mark)
{
    if (self->depth == 0) {
        self->root = node;
        return SUF_OK;
    }
    frame *top = &self->stack[self->depth - 1];
    suf_node *parent = top->node;
    if (parent->kind == SUF_NODE_MAP && top->key == NULL) {
        if (node->kind != SUF_NODE_SCALAR || node->text[0] == '\0') {
            fault(self, mark, "found something that is no name, expected a key");
            return SUF_OK;
        }
        if (!node->is_quoted && strcmp(node->text, "<<") == 0) {
            fault(self, mark,
                "found '<<', expected a key: mappings are not merged; see extends");
        }
        top->key = node->text;
        top->key_place = place_of(self, mark);
        return SUF_OK;
    }
    suf_status status = suf_array_grow(
        &parent->entries, &top->capacity, parent->n_entries + 1, sizeof(suf_entry));
    if (status != SUF_OK) {
        return status;
    }
    parent->entries[parent->n_entries++] = (suf_entry){top->key, top->key_place, node};
    top->key = NULL;
    parent->weight += node->weight;
    parent->height =
        node->height + 1 > parent->height ? node->height + 1 : parent->height;
    if (parent->weight > SUF_MOST_NODES && !self->source->is_ours && !self->is_at_fault) {
        fault(self, mark,
            "more than 1,000,000 values with every alias written out, the most that is "
            "read");
    }
    if (self->depth + node->height > SUF_MOST_DEPTH && !self->is_at_fault) {
        fault(self, mark, "nested more than 64 levels deep, the most that is read");
    }
    return SUF_OK;
}

/* Notes an anchor; *number is 1 + its own, or 0 when there is no name. The latest of a
 * name holds. */
static suf_status
add_anchor(reader *self, const yaml_char_t *name, suf_node *node, size_t *number)
{
    *number = 0;
    if (name == NULL) {
        return SUF_OK;
    }
    const char *text = (const char *) name;
    char *copy = NULL;
    uint32_t found = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_arena_text(self->arena, text, strlen(text), &copy));
    SUF_TRY(suf_names_add(&self->anchors, copy, &found));
    SUF_TRY(suf_array_grow(&self->anchored, &self->anchor_capacity, self->anchors.n,
        sizeof *self->anchored));
    self->anchored[found].node = node;
    *number = (size_t) found + 1;
out:
    return status;
}

static suf_status
on_alias(reader *self, const yaml_event_t *event)
{
    uint32_t found =
        suf_names_find(&self->anchors, (const char *) event->data.alias.anchor);
    if (found == SUF_NONE) {
        fault(self, event->start_mark, "found an alias without an anchor before it");
    } else if (self->anchored[found].node == NULL) {
        fault(self, event->start_mark, "found an alias within what it stands for");
    } else {
        return place_node(self, self->anchored[found].node, event->start_mark);
    }
    return SUF_OK;
}

static suf_status
on_scalar(reader *self, const yaml_event_t *event)
{
    suf_node *node = NULL;
    size_t number = 0;
    suf_status status = SUF_OK;
    if (event->data.scalar.tag != NULL) {
        fault(self, event->start_mark, "found a tag, expected a value without");
    }
    const char *text = (const char *) event->data.scalar.value;
    if (strlen(text) != event->data.scalar.length) {
        fault(self, event->start_mark, "found a NUL character within a text");
    }
    SUF_TRY(new_node(self, SUF_NODE_SCALAR, event->start_mark, &node));
    node->is_quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    char *copy = NULL;
    SUF_TRY(suf_arena_text(self->arena, text, strlen(text), &copy));
    node->text = copy;
    SUF_TRY(add_anchor(self, event->data.scalar.anchor, node, &number));
    status = place_node(self, node, event->start_mark);
out:
    return status;
}

static suf_status
on_start(reader *self, const yaml_event_t *event, suf_node_kind kind)
{
    suf_node *node = NULL;
    size_t number = 0;
    suf_status status = SUF_OK;
    bool is_map = kind == SUF_NODE_MAP;
    const yaml_char_t *name =
        is_map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    if ((is_map ? event->data.mapping_start.tag : event->data.sequence_start.tag) !=
        NULL) {
        fault(self, event->start_mark, "found a tag, expected a value without");
    }
    if (self->depth >= SUF_MOST_DEPTH) {
        fault(self, event->start_mark,
            "nested more than 64 levels deep, the most that is read");
        return SUF_OK;
    }
    SUF_TRY(new_node(self, kind, event->start_mark, &node));
    SUF_TRY(add_anchor(self, name, NULL, &number));
    self->stack[self->depth++] = (frame){.node = node, .anchor_number = number};
out:
    return status;
}

/* Tells of keys that stand twice in a mapping. */
static suf_status
check_keys(reader *self, const suf_node *node)
{
    suf_names names;
    suf_names_init(&names);
    suf_status status = SUF_OK;
    for (size_t i = 0; i < node->n_entries; i++) {
        uint32_t number = 0;
        SUF_TRY(suf_names_add(&names, node->entries[i].key, &number));
        if (names.n <= i) {
            const suf_entry *twice = &node->entries[i];
            uint32_t first = node->entries[number].place.line;
            char message[200];
            (void) snprintf(message, sizeof message,
                "found key '%.80s' a second time in the same mapping (first on line %u)",
                twice->key, first);
            suf_source_fault(self->faults, &twice->place, NULL, NULL, message);
            self->is_at_fault = true;
            break; /* numbers and positions part here */
        }
    }
out:
    suf_names_free(&names);
    return status;
}

static suf_status
on_end(reader *self)
{
    frame ended = self->stack[--self->depth];
    suf_node *node = ended.node;
    suf_entry *entries = node->entries;
    suf_status status = SUF_OK;
    node->entries =
        NULL; /* until the arena owns them: they are released at once if not */
    SUF_TRY(suf_arena_adopt(self->arena, entries));
    node->entries = entries;
    if (node->kind == SUF_NODE_MAP) {
        SUF_TRY(check_keys(self, node));
    }
    if (ended.anchor_number > 0) {
        self->anchored[ended.anchor_number - 1].node = node;
    }
    yaml_mark_t mark = {.line = node->place.line - 1, .column = node->place.column - 1};
    if (mark.line == 0) {
        mark.column -= suf_text_characters(self->source->bytes, self->skip);
    }
    status = place_node(self, node, mark);
out:
    return status;
}

/* Handles one event; *is_done after the last. */
static suf_status
on_event(reader *self, const yaml_event_t *event, bool *is_done)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return on_scalar(self, event);
    case YAML_ALIAS_EVENT:
        return on_alias(self, event);
    case YAML_MAPPING_START_EVENT:
        return on_start(self, event, SUF_NODE_MAP);
    case YAML_SEQUENCE_START_EVENT:
        return on_start(self, event, SUF_NODE_LIST);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        return on_end(self);
    case YAML_DOCUMENT_START_EVENT:
        if (self->root != NULL) {
            fault(self, event->start_mark, "found a second document, expected one");
        }
        return SUF_OK;
    case YAML_NO_EVENT:
    case YAML_STREAM_END_EVENT:
        *is_done = true;
        return SUF_OK;
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        return SUF_OK;
    }
    return SUF_OK;
}

static suf_status
read_events(reader *self)
{
    suf_status status = SUF_OK;
    bool is_done = false;
    while (status == SUF_OK && !is_done && !self->is_at_fault) {
        yaml_event_t event;
        if (yaml_parser_parse(&self->parser, &event) == 0) {
            if (self->parser.error == YAML_MEMORY_ERROR) {
                return SUF_RAISE(SUF_ERROR_MEMORY);
            }
            fault_of_parser(self);
            break;
        }
        status = on_event(self, &event, &is_done);
        yaml_event_delete(&event);
    }
    return status;
}

suf_status
suf_document_read(suf_arena *arena, const suf_source *source, size_t skip,
    suf_faults *faults, suf_node **out)
{
    *out = NULL;
    reader *self = NULL;
    suf_status status = suf_array_new(1, sizeof *self, &self);
    if (status != SUF_OK) {
        return status;
    }
    self->arena = arena;
    self->source = source;
    self->faults = faults;
    self->skip = skip;
    if (yaml_parser_initialize(&self->parser) == 0) {
        free(self);
        return SUF_RAISE(SUF_ERROR_MEMORY);
    }
    yaml_parser_set_encoding(&self->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(
        &self->parser, (const unsigned char *) source->bytes + skip, source->n - skip);
    status = read_events(self);
    if (status == SUF_OK && !self->is_at_fault) {
        *out = self->root;
        if (self->root == NULL) {
            suf_place place = {source, skip == 0 ? 0 : 1, 0};
            suf_source_fault(faults, &place, NULL, NULL,
                skip == 0 ? "found nothing, expected a scenario: a file without content"
                          : "found no value behind the '='; null removes a key");
        }
    }
    while (self->depth > 0) { /* those cut short still hold theirs */
        free(self->stack[--self->depth].node->entries);
    }
    yaml_parser_delete(&self->parser);
    suf_names_free(&self->anchors);
    free(self->anchored);
    free(self);
    return status;
}
