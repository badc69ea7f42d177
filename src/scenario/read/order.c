/* One order of a scenario's parts, whatever order they are written in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "order.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/types/keys.h"

/* Whether a cell begins with a number, as "12", "-0.5" or "3.5 days". */
static bool
has_number(const char *text)
{
    const char *at = text + (*text == '-' || *text == '+');
    at += *at == '.';
    return *at >= '0' && *at <= '9';
}

static int
compare_cells(const suf_node *a, const suf_node *b)
{
    const char *left = a->text != NULL ? a->text : "";
    const char *right = b->text != NULL ? b->text : "";
    bool is_number = !a->is_quoted && has_number(left);
    bool is_other = !b->is_quoted && has_number(right);
    if (is_number != is_other) {
        return is_number ? -1 : 1;
    }
    double x = is_number ? strtod(left, NULL) : 0;
    double y = is_number ? strtod(right, NULL) : 0;
    return x < y ? -1 : x > y ? 1 : strcmp(left, right);
}

static int
compare_rows(const void *left, const void *right)
{
    const suf_entry *l = left;
    const suf_entry *r = right;
    const suf_node *a = l->value;
    const suf_node *b = r->value;
    for (size_t i = 0; i < a->n_entries && i < b->n_entries; i++) {
        int order = compare_cells(a->entries[i].value, b->entries[i].value);
        if (order != 0) {
            return order;
        }
    }
    return (a->n_entries > b->n_entries) - (a->n_entries < b->n_entries);
}

static int
compare_names(const void *left, const void *right)
{
    const suf_entry *a = left;
    const suf_entry *b = right;
    return strcmp(a->key, b->key);
}

static unsigned long
layer_of(const suf_entry *entry)
{
    const suf_entry *layer = suf_node_find(entry->value, "layer");
    return layer != NULL && layer->value->text != NULL
               ? strtoul(layer->value->text, NULL, 10)
               : 0;
}

static int
compare_assumptions(const void *left, const void *right)
{
    const suf_entry *a = left;
    const suf_entry *b = right;
    unsigned long x = layer_of(a);
    unsigned long y = layer_of(b);
    return x != y ? (x < y ? -1 : 1) : compare_names(left, right);
}

static void
sort(suf_node *node, int (*compare)(const void *, const void *))
{
    if (node->n_entries > 1) {
        qsort(node->entries, node->n_entries, sizeof *node->entries, compare);
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the table of keys */
static void
order_section(suf_section section, suf_node *node)
{
    for (size_t i = 0; node->kind == SUF_NODE_MAP && i < node->n_entries; i++) {
        const suf_key *key = suf_key_find(section, node->entries[i].key);
        suf_node *value = node->entries[i].value;
        if (key == NULL) {
            continue;
        }
        if (key->type == SUF_KEY_SECTION) {
            order_section((suf_section) key->detail, value);
        } else if (key->type == SUF_KEY_MAP) {
            for (size_t j = 0; j < value->n_entries; j++) {
                order_section((suf_section) key->detail, value->entries[j].value);
            }
            if (key->detail == SUF_SECTION_ASSUMPTION) {
                sort(value, compare_assumptions);
            } else if (key->detail != SUF_SECTION_CLASS && /* first served first */
                       key->detail != SUF_SECTION_WAVE) {  /* one after the other */
                sort(value, compare_names);
            }
        } else if (key->type == SUF_KEY_TABLE) {
            suf_entry *rows = suf_node_find(value, "rows");
            if (rows != NULL) {
                sort(rows->value, compare_rows);
            }
        }
    }
}

void
suf_order_document(suf_node *root)
{
    order_section(SUF_SECTION_ROOT, root);
}
