namespace Akka.Embedded.Tests.DistributedData.Replication;

public sealed class ReplicationModelTests
{
    private const int Seeds = 300;
    private const int Steps = 400;

    [Fact]
    public void Replicas_converge_whatever_happens_to_their_messages()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var model = new ReplicationModel(seed);
            model.Start(2 + (seed % 4));
            model.Run(Steps);
            model.Calm();
            model.Check($"seed {seed}");
            model.CheckLiving($"seed {seed}");
            model.CheckAnswers($"seed {seed}");
        }
    }

    [Fact]
    public void Dead_nodes_go_out_of_the_data_and_what_they_did_stays()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var model = new ReplicationModel(seed);
            model.Start(3 + (seed % 3));
            model.Run(Steps / 2);
            model.KillOne();
            model.Check($"seed {seed}, after the death");
            model.Run(Steps / 2);
            model.PruneAmidWork();
            model.Check($"seed {seed}, after pruning");
            model.CheckLiving($"seed {seed}, after pruning");
            var living = model.World.Replicas.Select(replica => replica.Node);
            var counter = model.World[0].Local(ReplicationModel.Counter);
            counter?.ModifiedByNodes.Except(living).ShouldBeEmpty($"seed {seed}");
            var names = model.World[0].Local(ReplicationModel.Names);
            names?.ModifiedByNodes.Except(living).ShouldBeEmpty($"seed {seed}");
        }
    }
}
