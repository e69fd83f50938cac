using System.Collections.Immutable;
using Hanzo.Network.Simulation.Checks;

namespace Hanzo.Network.Simulation.Tests.Checks;

/// <summary>Hand-written histories; times in seconds.</summary>
internal static class Histories
{
    public const string Session = "math.17.01ABC";
    public const string Run = Session + ".1";
    public const string Effect = Run + ".2";

    public static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);

    public static Verdict Judge(IChecker checker, double until, params IEnumerable<Observation>[] history)
    {
        foreach (var part in history)
            foreach (var observation in part) checker.See(observation);
        return checker.Conclude(S(until));
    }

    public static string Self(int node, int system = 1) => $"n{node}#{system}";

    /// <summary>All started at 0, in one membership.</summary>
    public static IEnumerable<Observation> Up(int nodes)
    {
        var all = Enumerable.Range(0, nodes).ToArray();
        foreach (var node in all)
        {
            yield return new ProcessStarted(S(0), node, 1);
            yield return new SystemChanged(S(0), node, 1, 1, Alive: true);
        }

        foreach (var node in all) yield return Sees(0, node, all);
    }

    /// <summary>In its first life, with its first system.</summary>
    public static MembersSeen Sees(double at, int node, params int[] others) =>
        new(S(at), node, 1, Self(node), [.. others.Select(other => Self(other))], [], AllReachable: true);

    public static MembersSeen Sees(double at, int node, int life, string self, params string[] up) =>
        new(S(at), node, life, self, [.. up], [], AllReachable: true);

    public static SlotsHeld Holds(double at, int node, params string[] slots) => new(S(at), node, 1, [.. slots]);

    public static IEnumerable<Observation> Cut(double at, int one, int other) =>
        [new LinkChanged(S(at), one, other, Open: false), new LinkChanged(S(at), other, one, Open: false)];

    public static IEnumerable<Observation> Heal(double at, int one, int other) =>
        [new LinkChanged(S(at), one, other, Open: true), new LinkChanged(S(at), other, one, Open: true)];

    public static IEnumerable<Observation> Restart(double at, int node, int life, params string[] up) =>
    [
        new ProcessStarted(S(at), node, life),
        new SystemChanged(S(at), node, life, 1, Alive: true),
        new MembersSeen(S(at), node, life, Self(node, life), [.. up], [], AllReachable: true),
    ];

    public static EventStored Stored(double at, long sequence, string writer, string manifest = "run.queued.1", ulong content = 0) =>
        new(S(at), 0, Session, sequence, writer, manifest, content == 0 ? (ulong)sequence : content);

    public static EventRead Read(long sequence, string writer, string manifest = "run.queued.1", ulong content = 0) =>
        new(S(100), -1, Session, sequence, writer, manifest, content == 0 ? (ulong)sequence : content);

    public static void ShouldBeBroken(this Verdict verdict, double at, params string[] words)
    {
        verdict.Holds.ShouldBeFalse();
        verdict.At.ShouldBe(S(at), verdict.Why);
        foreach (var word in words) verdict.Why.ShouldContain(word);
    }

    public static void ShouldHold(this Verdict verdict, long judged)
    {
        verdict.Why.ShouldBe("");
        verdict.Holds.ShouldBeTrue();
        verdict.Checked.ShouldBe(judged);
    }
}
