/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE

#include "content/probe/lockdown.h"

#include "content/base/limits.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

/* All that decoding needs once plugins are loaded. What is not here fails as forbidden. */
static const int allowed[] = {
  /* The medium, which is open already, and the picture that is made of it. */
  SCMP_SYS (read),
  SCMP_SYS (pread64),
  SCMP_SYS (lseek),
  SCMP_SYS (fstat),
  SCMP_SYS (close),
  SCMP_SYS (write),
  SCMP_SYS (pwrite64),
  SCMP_SYS (memfd_create),
  SCMP_SYS (ftruncate),
  SCMP_SYS (fcntl),
  /* The answer. */
  SCMP_SYS (sendmsg),
  SCMP_SYS (recvmsg),
  SCMP_SYS (poll),
  SCMP_SYS (ppoll),
  /* What GLib's main contexts and GStreamer's buses wake each other with. */
  SCMP_SYS (eventfd2),
  SCMP_SYS (pipe2),
  /* Memory. */
  SCMP_SYS (brk),
  SCMP_SYS (mmap),
  SCMP_SYS (munmap),
  SCMP_SYS (mremap),
  SCMP_SYS (mprotect),
  SCMP_SYS (madvise),
  /* Threads, locks and time. */
  SCMP_SYS (futex),
  SCMP_SYS (set_robust_list),
  SCMP_SYS (rseq),
  SCMP_SYS (set_tid_address),
  SCMP_SYS (sched_yield),
  SCMP_SYS (sched_getaffinity),
  SCMP_SYS (sched_getattr),
  SCMP_SYS (gettid),
  SCMP_SYS (getpid),
  SCMP_SYS (clock_gettime),
  SCMP_SYS (clock_getres),
  SCMP_SYS (clock_nanosleep),
  SCMP_SYS (nanosleep),
  SCMP_SYS (gettimeofday),
  SCMP_SYS (getrandom),
  SCMP_SYS (rt_sigaction),
  SCMP_SYS (rt_sigprocmask),
  SCMP_SYS (rt_sigreturn),
  SCMP_SYS (sigaltstack),
  SCMP_SYS (restart_syscall),
  SCMP_SYS (tgkill),
  SCMP_SYS (exit),
  SCMP_SYS (exit_group),
};

static const struct
{
  __rlimit_resource_t resource;
  rlim_t limit;
} limits[] = {
  { RLIMIT_AS, TAMBO_LIMIT_DECODER_MEMORY },
  { RLIMIT_FSIZE, TAMBO_LIMIT_DECODER_OUTPUT },
  { RLIMIT_NOFILE, TAMBO_LIMIT_DECODER_FILES },
  { RLIMIT_NPROC, TAMBO_LIMIT_DECODER_TASKS },
  { RLIMIT_CORE, 0 },
};

static gboolean
limit (__rlimit_resource_t resource, rlim_t most)
{
  const struct rlimit value = { most, most };

  return setrlimit (resource, &value) == 0;
}

/* A thread is made with clone(); a process, which clone() and clone3() also make, is not. Where
 * clone3() is not there at all, the C library falls back to what can be looked at. */
static gboolean
add_rules (scmp_filter_ctx filter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (allowed); i++)
    {
      if (seccomp_rule_add (filter, SCMP_ACT_ALLOW, allowed[i], 0) != 0)
        return FALSE;
    }

  /* A bus of GStreamer wakes who waits for it through a pair. */
  return seccomp_rule_add (filter,
                           SCMP_ACT_ALLOW,
                           SCMP_SYS (socketpair),
                           1,
                           SCMP_A0 (SCMP_CMP_EQ, AF_UNIX)) == 0 &&
         seccomp_rule_add (filter,
                           SCMP_ACT_ALLOW,
                           SCMP_SYS (clone),
                           1,
                           SCMP_A0 (SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) == 0 &&
         seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0) == 0 &&
         seccomp_rule_add (filter,
                           SCMP_ACT_ALLOW,
                           SCMP_SYS (prctl),
                           1,
                           SCMP_A0 (SCMP_CMP_EQ, PR_SET_NAME)) == 0;
}

static gboolean
filter_calls (void)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  gboolean ok = filter != NULL && seccomp_attr_set (filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 &&
                add_rules (filter) && seccomp_load (filter) == 0;

  seccomp_release (filter);

  return ok;
}

gboolean
tambo_lockdown (guint cpu_seconds)
{
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      if (!limit (limits[i].resource, limits[i].limit))
        return FALSE;
    }

  /* Whoever asked hears of it first. */
  return limit (RLIMIT_CPU, cpu_seconds + 2) && filter_calls ();
}
