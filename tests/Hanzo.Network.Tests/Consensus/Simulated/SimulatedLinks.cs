using Hanzo.Network.Consensus;

namespace Hanzo.Network.Tests.Consensus.Simulated;

/// <summary>Messages between members: late, lost, twice, out of order, or cut off, each direction by itself.</summary>
internal sealed class SimulatedLinks(SimulatedClock clock, Random random, Action<MemberId, MemberId, RaftMessage> deliver)
{
    private readonly HashSet<(MemberId From, MemberId To)> _cut = [];

    public double Loss { get; set; }

    public double Duplication { get; set; }

    /// <summary>Of messages that take very long.</summary>
    public double Straggling { get; set; }

    /// <summary>In parts of a tick.</summary>
    public int Latency { get; set; } = 300;

    public void Cut(MemberId from, MemberId to) => _cut.Add((from, to));

    public void HealCuts() => _cut.Clear();

    public void Send(MemberId from, MemberId to, RaftMessage message)
    {
        if (_cut.Contains((from, to)) || random.NextDouble() < Loss) return;
        var copies = random.NextDouble() < Duplication ? 2 : 1;
        for (; copies > 0; copies--)
        {
            var late = random.NextDouble() < Straggling ? random.Next((int)(40 * SimulatedClock.Tick)) : random.Next(20, 20 + Latency);
            clock.In(late, () =>
            {
                if (!_cut.Contains((from, to))) deliver(from, to, message);
            });
        }
    }
}
