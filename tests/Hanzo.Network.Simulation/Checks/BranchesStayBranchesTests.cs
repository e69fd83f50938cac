using Hanzo.Network.Simulation.Checks;
using static Hanzo.Network.Simulation.Tests.Checks.Histories;

namespace Hanzo.Network.Simulation.Tests.Checks;

public class BranchesStayBranchesTests
{
    private static readonly Observation[] Opened = [Stored(1, 1, "w1", "session.opened.1"), Stored(1, 2, "w1")];
    private static readonly Observation[] CutOff = [new ServesAlone(S(2), 0, 1, Alone: true)];

    [Fact]
    public void Who_is_part_of_the_network_goes_on_with_every_history() =>
        Judge(new BranchesStayBranches(), 100, Opened, [Stored(3, 3, "w2", "session.opened.1"), Stored(4, 4, "w2")]).ShouldHold(judged: 4);

    [Fact]
    public void Who_serves_alone_and_goes_on_with_one_that_is_no_branch_is_found() =>
        Judge(new BranchesStayBranches(), 100, Opened, CutOff, [Stored(3, 3, "w2", "session.opened.1"), Stored(4, 4, "w2")])
            .ShouldBeBroken(4, "node 0 serves alone and stored event 4 (run.queued.1) of math.17.01ABC, which is no branch");

    [Fact]
    public void What_was_on_its_way_to_the_disk_is_stored_once() =>
        Judge(new BranchesStayBranches(), 100, Opened, CutOff, [Stored(3, 3, "w1"), Stored(3, 4, "w1")]).ShouldHold(judged: 4);

    [Fact]
    public void A_branch_is_written_by_who_serves_alone() =>
        Judge(
            new BranchesStayBranches(), 100, CutOff,
            [Stored(3, 1, "w1", "session.opened.1"), Stored(3, 2, "w1", "session.branched.1"), Stored(4, 3, "w1")]).ShouldHold(judged: 3);

    [Fact]
    public void A_history_that_becomes_a_branch_is_found() =>
        Judge(new BranchesStayBranches(), 100, Opened, [Stored(3, 3, "w1", "session.branched.1")])
            .ShouldBeBroken(3, "event 3 of math.17.01ABC says that it is a branch");

    [Fact]
    public void Who_is_back_goes_on_with_all() =>
        Judge(
            new BranchesStayBranches(), 100, Opened, CutOff, [new SystemChanged(S(3), 0, 1, 2, Alive: false)],
            [Stored(4, 3, "w2", "session.opened.1"), Stored(5, 4, "w2")]).ShouldHold(judged: 4);
}
