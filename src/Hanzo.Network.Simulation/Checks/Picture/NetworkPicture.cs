namespace Hanzo.Network.Simulation.Checks.Picture;

/// <summary>Who runs, who can hear whom, and whom each takes for a member: as the world is now.</summary>
internal sealed class NetworkPicture
{
    private readonly List<ProcessPicture> _processes = [];
    private readonly HashSet<(int From, int To)> _closed = [];

    /// <summary>By node, also those that never started.</summary>
    public IReadOnlyList<ProcessPicture> Processes => _processes;

    public IEnumerable<ProcessPicture> Living => _processes.Where(process => process.Alive);

    /// <summary>Null while faults may still come.</summary>
    public TimeSpan? HealedAt { get; private set; }

    public ProcessPicture this[int node]
    {
        get
        {
            while (_processes.Count <= node) _processes.Add(new ProcessPicture(_processes.Count));
            return _processes[node];
        }
    }

    /// <returns>False: the picture is what it was.</returns>
    public bool See(Observation observation)
    {
        switch (observation)
        {
            case ProcessStarted started:
                Start(this[started.Node], started.Life);
                return true;
            case ProcessEnded ended:
                End(this[ended.Node], ended);
                return true;
            case ProcessPaused paused:
                Pause(this[paused.Node], paused);
                return true;
            case LinkChanged link:
                Change(link);
                return true;
            case SystemChanged changed:
                Change(this[changed.Node], changed);
                return true;
            case MembersSeen seen:
                return Look(this[seen.Node], seen);
            case Healed healed:
                HealedAt = healed.At;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Anything can pass both ways; a node hears itself.</summary>
    public bool HearEachOther(int one, int other) => !_closed.Contains((one, other)) && !_closed.Contains((other, one));

    /// <summary>Both execute, hear each other, and each takes the other's present system for a member.</summary>
    public bool AreInOneMembership(ProcessPicture one, ProcessPicture other) =>
        one.Runs && other.Runs && HearEachOther(one.Node, other.Node) && one.Counts(other) && other.Counts(one);

    /// <summary>All that live are in one cluster, each seeing all of them Up and reachable, and nobody else.</summary>
    public bool IsOneMembership
    {
        get
        {
            ProcessPicture? first = null;
            var count = 0;
            foreach (var process in _processes)
            {
                if (!process.Alive) continue;
                first ??= process;
                count++;
                if (!process.Runs || !process.AllReachable || !first.SeesUp(process)) return false;
                if (!process.Up.AsSpan().SequenceEqual(first.Up.AsSpan())) return false;
            }

            return first is null || count == first.Up.Length;
        }
    }

    /// <summary>Why the living are not all members of one cluster, each seeing all and nobody else; null when they are.</summary>
    public string? WhyNotOneMembership() => MembershipText.WhyNotOne([.. Living]);

    private static void Start(ProcessPicture process, int life)
    {
        (process.Life, process.Alive, process.Paused) = (life, true, false);
        EndSystem(process);
    }

    private static void End(ProcessPicture process, ProcessEnded ended)
    {
        if (process.Life != ended.Life) return;
        if (process.Paused) process.DisturbedUntil = ended.At;
        (process.Alive, process.Paused) = (false, false);
        EndSystem(process);
    }

    private static void Pause(ProcessPicture process, ProcessPaused paused)
    {
        if (process.Life != paused.Life) return;
        process.Paused = paused.Paused;
        process.DisturbedUntil = paused.At;
    }

    private static void Change(ProcessPicture process, SystemChanged changed)
    {
        if (process.Life != changed.Life) return;
        EndSystem(process);
        if (!changed.Alive) return;
        process.HasSystem = true;
        process.System++;
    }

    private static void EndSystem(ProcessPicture process)
    {
        (process.HasSystem, process.Self, process.Up, process.Leaving, process.AllReachable) = (false, "", [], [], false);
    }

    private static bool Look(ProcessPicture process, MembersSeen seen)
    {
        if (process.Life != seen.Life || !process.HasSystem || process.Sees(seen)) return false;
        (process.Self, process.Up, process.Leaving, process.AllReachable) = (seen.Self, seen.Up, seen.Leaving, seen.AllReachable);
        return true;
    }

    private void Change(LinkChanged link)
    {
        var changed = link.Open ? _closed.Remove((link.Node, link.Other)) : _closed.Add((link.Node, link.Other));
        if (!changed) return;
        foreach (var end in (ReadOnlySpan<int>)[link.Node, link.Other])
        {
            this[end].ClosedLinks += link.Open ? -1 : 1;
            this[end].DisturbedUntil = link.At;
        }
    }
}
