# Starts one task and outlives the process that asked for it.
#
#   perl supervisor.pl DIR   runs the order in DIR/order under supervision
#   perl supervisor.pl       runs the order on standard input in place of itself, for probes and copies
#
# An order is a sequence of fields "name=value", each ended by a NUL byte:
#   cwd      working directory
#   user     account to run as; absent: the caller's
#   out err  files to append to; absent: inherited
#   exits    directory for the exit status, and
#   id       its file name there
#   file     program to execute, looked up in PATH unless it contains a slash
#   arg      one argument, argv[0] first; repeated
#   env      one NAME=VALUE; repeated; nothing else is in the task's environment
#
# Supervised, in this order:
#   1. DIR/order is renamed to DIR/taken. A restarted agent that finds no trace of a start renames it away instead:
#      only one of the two renames succeeds, so a task is either started and found, or never started. DIR must be absolute.
#   2. The supervisor enters a session of its own, forks the task into another session, and writes DIR/started
#      (boot id, then pid and start time of supervisor and task). Then it removes DIR/taken, and only if it was there is the
#      task let go: an agent that waited long enough renames it away, and again only one of the two succeeds.
#   3. It waits, and writes the wait status of the task to exits/id by temporary file, sync and rename.
#
# Needs nothing but perl-base. POSIX costs 1.7 MB for each task that runs, so the few system calls are made by number.
use strict;
use warnings;
use Config;
use Fcntl qw(O_WRONLY O_APPEND O_CREAT O_EXCL O_NOFOLLOW O_SYNC);

my %calls = (
    'x86_64'  => { setsid => 112, prctl => 157, rt_sigprocmask => 14 },
    'aarch64' => { setsid => 157, prctl => 167, rt_sigprocmask => 135 },
);
my ($machine) = $Config{archname} =~ /^([^-]+)/;
my $call = $Config{ptrsize} == 8 ? $calls{$machine} : undef;

my $dir = shift;
defined $dir ? supervise($dir) : become(order(\*STDIN));

sub order {
    my ($in) = @_;
    binmode $in;
    local $/;
    my %order = (arg => [], env => []);
    for my $field (split /\0/, <$in>) {
        my ($name, $value) = split /=/, $field, 2;
        ref $order{$name} ? push(@{ $order{$name} }, $value) : ($order{$name} = $value);
    }
    return \%order;
}

sub supervise {
    my ($dir) = @_;
    rename "$dir/order", "$dir/taken" or exit 3;
    open(my $in, '<', "$dir/taken") or die "$dir/taken: $!\n";
    my $order = order($in);
    close $in;

    pipe(my $told, my $tell) or die "pipe: $!\n";
    my $supervisor = fork;
    defined $supervisor or die "fork: $!\n";
    if ($supervisor) {
        close $tell;
        exit(defined readline($told) ? 0 : 4);
    }
    close $told;
    session();
    orphans();
    $SIG{$_} = 'IGNORE' for qw(HUP INT TERM PIPE);
    chdir '/';
    open(STDIN, '<', '/dev/null');

    pipe(my $gate, my $let_go) or die "pipe: $!\n";
    my $task = fork;
    defined $task or die "fork: $!\n";
    if (!$task) {
        close $tell;
        close $let_go;
        session();
        defined readline($gate) or exit 1;
        become($order);
    }
    close $gate;
    open(STDOUT, '>', '/dev/null');
    record("$dir/started", join(' ', boot(), $$, born($$), $task, born($task)) . "\n");
    unlink "$dir/taken" or exit 5;
    syswrite($let_go, "go\n");
    close $let_go;
    syswrite($tell, "started\n");
    close $tell;

    my $exits = "$order->{exits}/$order->{id}";
    undef $order;
    while ((my $ended = waitpid(-1, 0)) != $task) {
        die "waitpid: $!\n" if $ended == -1 && !$!{EINTR};
    }
    record($exits, "$?\n");
    exit 0;
}

# Executes the order in this process.
sub become {
    my ($order) = @_;
    umask 022;
    append(\*STDOUT, $order->{out}) if defined $order->{out};
    append(\*STDERR, $order->{err}) if defined $order->{err};
    assume($order->{user}) if defined $order->{user};
    chdir $order->{cwd} or fail("Failed to enter '$order->{cwd}': $!");
    $SIG{$_} = 'DEFAULT' for qw(HUP INT QUIT TERM PIPE CHLD);
    unblock();
    %ENV = map { split /=/, $_, 2 } @{ $order->{env} };
    no warnings 'exec';
    exec { $order->{file} } @{ $order->{arg} };
    fail("Failed to execute '$order->{file}': $!");
}

sub fail {
    my ($message) = @_;
    syswrite(STDERR, "$message\n");
    exit 1;
}

# The owner of the sandbox could put a link where a log file is expected.
sub append {
    my ($handle, $path) = @_;
    sysopen(my $file, $path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0644) or fail("$path: $!");
    (-f $file && (stat _)[3] == 1) or fail("$path: not a regular file");
    open($handle, '>>&', $file) or fail("$path: $!");
}

sub assume {
    my ($user) = @_;
    my ($name, undef, $uid, $gid) = getpwnam $user or fail("No such user '$user'");
    return if $uid == $> && $uid == $<;
    my @groups = ($gid, $gid);
    while (my ($group, undef, $id, $members) = getgrent) {
        push @groups, $id if grep { $_ eq $name } split ' ', $members;
    }
    endgrent;
    ($(, $)) = ($gid, "@groups");
    ($<, $>) = ($uid, $uid);
    ($< == $uid && $> == $uid && (split ' ', $))[0] == $gid) or fail("Failed to become '$user'");
}

sub session {
    if ($call) {
        syscall($call->{setsid}) != -1 or die "setsid: $!\n";
    } else {
        require POSIX;
        POSIX::setsid() or die "setsid: $!\n";
    }
}

# What the task leaves behind becomes a child of its supervisor, so that the agent can tell whose it was.
# PR_SET_CHILD_SUBREAPER; without it a process that left the task's session and lost its parent escapes a kill.
sub orphans { syscall($call->{prctl}, 36, 1, 0, 0, 0) if $call }

# A JVM starts its children with SIGQUIT blocked.
sub unblock {
    if ($call) {
        my $none = "\0" x 8;
        syscall($call->{rt_sigprocmask}, 2, $none, 0, 8);
    } else {
        require POSIX;
        POSIX::sigprocmask(POSIX::SIG_SETMASK(), POSIX::SigSet->new());
    }
}

sub boot {
    open(my $in, '<', '/proc/sys/kernel/random/boot_id') or die "boot_id: $!\n";
    my $id = readline $in;
    chomp $id;
    return $id;
}

# Start time of a process in clock ticks since boot: with the pid it names a process for good.
sub born {
    my ($pid) = @_;
    open(my $in, '<', "/proc/$pid/stat") or die "stat of $pid: $!\n";
    my $stat = readline $in;
    return (split ' ', substr($stat, rindex($stat, ')') + 2))[19];
}

sub record {
    my ($path, $text) = @_;
    my $temporary = "$path.tmp";
    unlink $temporary;
    sysopen(my $out, $temporary, O_WRONLY | O_CREAT | O_EXCL | O_SYNC, 0600) or die "$temporary: $!\n";
    syswrite($out, $text) == length $text or die "$temporary: $!\n";
    close $out;
    rename $temporary, $path or die "$path: $!\n";
}
