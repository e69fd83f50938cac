using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Registry;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Registry;

public sealed class LoadChangeTests
{
    private static readonly RunSpeed Speed = new(MathAgent.Name, "llama", 2, 20, 5, Start);
    private static readonly NodeLoad Load = new(0.5, 0.5, 3, 1) { Capacity = 8, Speeds = [Speed] };

    public static TheoryData<NodeLoad> Noise =>
    [
        Load with { Cpu = 0.54 },
        Load with { Memory = 0.46 },
        Load with { Speeds = [Speed with { Seconds = 2.08, Runs = 6, At = Start + TimeSpan.FromSeconds(1) }] },
    ];

    public static TheoryData<NodeLoad> News =>
    [
        Load with { Cpu = 0.56 },
        Load with { Memory = 0.44 },
        Load with { Gpu = 0 },
        Load with { ActiveRuns = 4 },
        Load with { QueuedRuns = 0 },
        Load with { Capacity = 7 },
        Load with { Speeds = [] },
        Load with { Speeds = [Speed with { Seconds = 1.8 }] },
        Load with { Speeds = [Speed with { Model = null }] },
    ];

    [Theory]
    [MemberData(nameof(Noise))]
    public void Noise_is_not_told(NodeLoad now) => LoadChange.IsNoticeable(new LoadReport(Load), new LoadReport(now)).ShouldBeFalse();

    [Theory]
    [MemberData(nameof(News))]
    public void What_others_decide_by_is_told(NodeLoad now) =>
        LoadChange.IsNoticeable(new LoadReport(Load), new LoadReport(now)).ShouldBeTrue();

    [Fact]
    public void A_small_step_that_makes_a_node_busy_is_told() =>
        LoadChange.IsNoticeable(new LoadReport(Load with { Cpu = 0.94 }), new LoadReport(Load with { Cpu = 0.96 })).ShouldBeTrue();

    [Fact]
    public void Other_busy_slots_are_told()
    {
        var (idle, one, other) = (new LoadReport(Load), LoadReport.Of(Load, ["math.1"]), LoadReport.Of(Load, ["math.2"]));

        LoadChange.IsNoticeable(idle, one).ShouldBeTrue();
        LoadChange.IsNoticeable(one, other).ShouldBeTrue();
        LoadChange.IsNoticeable(one, LoadReport.Of(Load, ["math.1"])).ShouldBeFalse();
    }

    [Fact]
    public void No_more_busy_slots_are_told_than_the_bound()
    {
        var many = Enumerable.Range(0, 100).Select(slot => $"math.{slot}").ToArray();

        LoadReport.Of(Load, [.. many]).Busy!.Count.ShouldBe(LoadReport.MaxBusyTold);
        LoadReport.Of(Load, []).Busy.ShouldBeNull();
    }
}
