using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Tests.Output;

public sealed class DrainTextTests
{
    [Theory]
    [InlineData(1, 0, 1, 0, "draining: 1 run under way and 0 waiting, 1 slot to move")]
    [InlineData(
        2, 3, 0, 1,
        "draining: 2 runs under way and 3 waiting, 0 slots to move; 1 slot cannot move: their history is on this node only")]
    public void A_step_says_what_is_left(int active, int queued, int toMove, int kept, string text) =>
        DrainText.Of(new DrainBody("draining", active, queued, toMove, kept)).ShouldBe(text);

    [Theory]
    [InlineData(0, 0, 2, 0, "time was up and node two has left, with 2 slots still to move; no run was cut.")]
    [InlineData(
        1, 0, 1, 0,
        "time was up and node two has left, with 1 run under way and 0 waiting; they go on elsewhere, where their history is, too.")]
    [InlineData(
        2, 1, 0, 1,
        "time was up and node two has left, with 2 runs under way and 1 waiting; those in slots whose history was there only are cut, "
        + "others go on elsewhere.")]
    public void Time_that_was_up_says_what_became_of_the_runs(int active, int queued, int toMove, int kept, string text) =>
        DrainText.TimedOut("two", new DrainBody("timed_out", active, queued, toMove, kept)).ShouldBe(text);
}
