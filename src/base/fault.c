/* What went wrong, told to a person.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void
suf_faults_init(suf_faults *self)
{
    *self = (suf_faults){0};
}

static void
fault_free(suf_fault *fault)
{
    free(fault->file);
    free(fault->path);
    free(fault->message);
    free(fault->source_line);
    free(fault->hint);
    *fault = (suf_fault){0};
}

void
suf_faults_free(suf_faults *self)
{
    for (size_t i = 0; i < self->n; i++) {
        fault_free(&self->items[i]);
    }
    free(self->items);
    *self = (suf_faults){0};
}

/* Counts a fault that cannot be kept, and keeps its text if memory is why. */
static void
drop(suf_faults *self, const char *file, const char *message)
{
    self->n_dropped++;
    if (self->n < SUF_MAX_FAULTS && self->scarce[0] == '\0') {
        (void) snprintf(self->scarce, sizeof self->scarce, "%.200s%s%.300s",
            file != NULL ? file : "", file != NULL ? ": " : "", message);
    }
}

/* A copy, or NULL of NULL; false when memory is out. */
static int
copy(const char *text, char **out)
{
    *out = NULL;
    return text == NULL || suf_text_copy(text, out) == SUF_OK;
}

void
suf_faults_add(suf_faults *self, const suf_fault_place *place, const char *format, ...)
{
    char message[1024];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (length < 0) {
        message[0] = '\0';
    }
    if (self->n >= SUF_MAX_FAULTS || suf_array_grow(&self->items, &self->capacity,
                                         self->n + 1, sizeof *self->items) != SUF_OK) {
        drop(self, place->file, message);
        return;
    }
    suf_fault fault = {.line = place->line, .column = place->column};
    int complete = copy(place->file, &fault.file) & copy(place->path, &fault.path) &
                   copy(message, &fault.message) &
                   copy(place->source_line, &fault.source_line) &
                   copy(place->hint, &fault.hint);
    if (!complete) {
        fault_free(&fault);
        drop(self, place->file, message);
        return;
    }
    self->items[self->n++] = fault;
}

void
suf_faults_move_last(suf_faults *self, size_t index)
{
    if (index + 1 < self->n) {
        fault_free(&self->items[index]);
        self->items[index] = self->items[--self->n];
    }
}

void
suf_faults_add_system(
    suf_faults *self, const char *file, int error_number, const char *what)
{
    suf_fault_place place = {.file = file};
    if (error_number == 0) {
        suf_faults_add(self, &place, "%s", what);
    } else {
        char text[256] = "unknown error";
        (void) strerror_r(error_number, text, sizeof text);
        suf_faults_add(self, &place, "%s: %s", what, text);
    }
}

static bool
is_same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

bool
suf_faults_have(const suf_faults *self, const suf_fault *fault)
{
    for (size_t i = 0; i < self->n; i++) {
        const suf_fault *other = &self->items[i];
        if (other->line == fault->line && other->column == fault->column &&
            is_same_text(other->file, fault->file) &&
            is_same_text(other->path, fault->path) &&
            is_same_text(other->message, fault->message)) {
            return true;
        }
    }
    return false;
}
