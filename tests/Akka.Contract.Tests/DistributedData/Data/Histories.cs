using Akka.Actor;
using Akka.Cluster;
using FsCheck;
using FsCheck.Fluent;

namespace Akka.Contract.Tests.DistributedData.Data;

/// <summary>Random courses of events: each number is one step, see <see cref="Step"/>.</summary>
internal static class Histories
{
    public static readonly FsCheck.Config Quick = FsCheck.Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(40);
    public static readonly UniqueAddress[] Nodes = [Node(1), Node(2), Node(3)];
    private const int MaxStep = 100_000;
    private static long _time;

    public static Arbitrary<int[]> Any { get; } = Gen.ListOf(Gen.Choose(0, MaxStep)).Select(steps => steps.ToArray()).ToArbitrary();

    public static Arbitrary<int[]> NotEmpty { get; } =
        Gen.NonEmptyListOf(Gen.Choose(0, MaxStep)).Select(steps => steps.ToArray()).ToArbitrary();

    /// <summary>Later than whatever was asked for before.</summary>
    public static long Later => Interlocked.Increment(ref _time);

    /// <summary>Of the test kit's system: Akka.NET takes the name of a node's system for its own.</summary>
    public static UniqueAddress Node(int number) => new(new Address("akka.tcp", "test", "127.0.0.1", 1000 + number), number);

    public static Step Decode(int code) => new(code % Nodes.Length, code / Nodes.Length % 4, code / 12 % 5, code / 60 % Nodes.Length);
}

/// <summary>A replica either does something, or takes over what another one has.</summary>
internal readonly record struct Step(int Replica, int Action, int Argument, int Other)
{
    public bool IsMerge => Action == 3;

    public UniqueAddress Node => Histories.Nodes[Replica];
}
