namespace Akka.Embedded.Tests.Sharding;

public sealed class ShardingModelTests
{
    private const int Seeds = 100;
    private const int Steps = 2000;

    [Fact]
    public void No_shard_ever_has_two_owners_and_all_find_one_in_the_end()
    {
        var moves = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var model = new ShardingModel(seed);
            model.Run(Steps);
            model.Settles().ShouldBeTrue($"seed {seed} does not settle");
            moves += model.Moves;
        }

        moves.ShouldBeGreaterThan(10 * Seeds, "the model moves shards too seldom to say anything");
    }
}
