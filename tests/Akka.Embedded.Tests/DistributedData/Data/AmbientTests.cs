using Akka.Actor;
using Akka.Actor.Setup;
using Akka.DistributedData;
using Akka.Embedded.Runtime;
using static Akka.Embedded.Tests.DistributedData.Data.DataNodes;

namespace Akka.Embedded.Tests.DistributedData.Data;

/// <summary>Changes that an actor makes take time and versions from its system.</summary>
public sealed class AmbientTests
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_actor_of_a_world_with_its_own_time_writes_with_it()
    {
        var (register, _) = await Written();

        register.Timestamp.ShouldBe(Then.Ticks);
    }

    [Fact]
    public async Task Worlds_with_a_seed_count_alike()
    {
        var (_, first) = await Written();
        var (_, second) = await Written();

        second.Merge(first).ShouldBe(first);
        first.ShouldBe(second);
    }

    private static async Task<(LWWRegister<string>, ORSet<string>)> Written()
    {
        var runtime = new RuntimeSetup { Time = new StillTime(), Seed = 7 };
        var system = ActorSystem.Create("ambient", ActorSystemSetup.Create(runtime));
        try
        {
            var writer = system.ActorOf(Props.Create(() => new Writer()));
            return await writer.Ask<(LWWRegister<string>, ORSet<string>)>("write", TimeSpan.FromSeconds(20));
        }
        finally
        {
            await system.Terminate().WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    private sealed class Writer : ReceiveActor
    {
        public Writer() => Receive<string>(_ => Sender.Tell((new LWWRegister<string>(A, "x"), ORSet.Create(A, "a").Add(A, "b"))));
    }

    private sealed class StillTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Then;
    }
}
