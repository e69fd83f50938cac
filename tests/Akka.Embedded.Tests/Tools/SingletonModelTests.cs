namespace Akka.Embedded.Tests.Tools;

public sealed class SingletonModelTests
{
    private const int Seeds = 40;
    private const int Steps = 1000;

    [Fact]
    public void There_are_never_two_instances_and_in_the_end_there_is_one()
    {
        var starts = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var model = new SingletonModel(seed);
            model.Run(Steps);
            model.Settles().ShouldBeTrue($"seed {seed} does not settle");
            starts += model.Starts;
        }

        starts.ShouldBeGreaterThan(3 * Seeds, "the instance moves too seldom to say anything");
    }
}
