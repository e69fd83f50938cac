using System.Collections.Immutable;
using Hanzo.Network.Consensus;

namespace Hanzo.Network.Tests.Consensus.Simulated;

/// <summary>Every few ticks something goes wrong, comes back, or is asked of the group.</summary>
internal sealed class SimulatedFaults(SimulatedGroup group, Random random)
{
    private bool _isOver;

    public void Start()
    {
        if (random.Next(4) > 0) SetWeather();
        Later();
        Probe();
    }

    /// <summary>From now on all members run and hear each other.</summary>
    public void Heal()
    {
        _isOver = true;
        group.Links.HealCuts();
        group.Links.Loss = group.Links.Duplication = group.Links.Straggling = 0;
        foreach (var member in group.Members)
        {
            member.DiskLatency = 100;
            if (!member.IsRunning) member.Start();
            member.Resume();
        }
    }

    private void Later() => group.Clock.In(random.Next(500, 15_000), () =>
    {
        if (_isOver) return;
        Act();
        Later();
    });

    // Reads of nobody in particular, for the check that none is of the past.
    private void Probe() => group.Clock.In(random.Next(1_500), () =>
    {
        if (_isOver) return;
        Anyone().Read(_ => { });
        Probe();
    });

    private void Act()
    {
        switch (random.Next(20))
        {
            case < 4:
                Crash(Anyone());
                break;
            case 4 when group.Leader is { } leader:
                Crash(leader);
                break;
            case < 7:
                Partition();
                break;
            case 7:
                CutOneWay();
                break;
            case 8:
                group.Count("heal");
                group.Links.HealCuts();
                break;
            case < 11:
                Pause(random.Next(2) == 0 && group.Leader is { } paused ? paused : Anyone());
                break;
            case < 13:
                Transfer();
                break;
            case < 17:
                ChangeMembers();
                break;
            case 17:
                group.Count("slow disk");
                Anyone().DiskLatency = random.Next(100, 8_000);
                break;
            case 18:
                SetWeather();
                break;
            default:
                CrashAll();
                break;
        }
    }

    private void Crash(SimulatedMember member)
    {
        if (!member.IsRunning) return;
        group.Count("crash");
        member.Crash();
        group.Clock.In(random.Next(4) == 0 ? random.Next(300) : random.Next(30_000), () =>
        {
            if (!member.IsRunning) member.Start();
        });
    }

    private void CrashAll()
    {
        group.Count("power loss");
        foreach (var member in group.Members) Crash(member);
    }

    private void Partition()
    {
        group.Count("partition");
        group.Links.HealCuts();
        var sides = group.Members.ToDictionary(member => member.Id, _ => random.Next(2));
        foreach (var one in sides)
            foreach (var other in sides)
                if (one.Value != other.Value) group.Links.Cut(one.Key, other.Key);
        group.Clock.In(random.Next(60_000), group.Links.HealCuts);
    }

    private void CutOneWay()
    {
        group.Count("one way");
        group.Links.Cut(Anyone().Id, Anyone().Id);
    }

    private void Pause(SimulatedMember member)
    {
        group.Count("pause");
        member.Pause();
        group.Clock.In(random.Next(25_000), member.Resume);
    }

    private void SetWeather()
    {
        group.Count("weather");
        group.Links.Loss = random.Next(2) * random.NextDouble() * 0.25;
        group.Links.Duplication = random.Next(2) * random.NextDouble() * 0.3;
        group.Links.Straggling = random.Next(2) * random.NextDouble() * 0.1;
        group.Links.Latency = random.Next(50, 3_000);
    }

    private void Transfer()
    {
        if (group.Leader is not { } leader) return;
        group.Count("transfer");
        leader.Change(node => node.TransferTo(Anyone().Id));
    }

    private void ChangeMembers()
    {
        if (group.Leader is not { Status.Config: { } config } leader) return;
        var voters = config.Voters.ToBuilder();
        var learners = config.Learners.ToBuilder();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var member = Anyone().Id;
            if (learners.Remove(member)) voters.Add(member);
            else if (voters.Contains(member) && voters.Count > 1)
            {
                voters.Remove(member);
                if (random.Next(2) == 0) learners.Add(member);
            }
            else if (!voters.Contains(member)) learners.Add(member);
        }
        leader.Change(node =>
        {
            if (node.ChangeMembers(voters.ToImmutable(), learners.ToImmutable()).Accepted) group.Count("change of members");
        });
    }

    private SimulatedMember Anyone() => group.Members[random.Next(group.Members.Length)];
}
