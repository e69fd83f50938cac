using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;

namespace Akka.Contract.Tests.Actor;

public class ActorSystemContract
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private static readonly Config Quiet = "akka.loglevel = OFF\nakka.stdout-loglevel = OFF";

    [Fact]
    public async Task Terminate_stops_all_actors_then_runs_the_callbacks_last_registered_first()
    {
        var log = new List<string>();
        var ended = new TaskCompletionSource();
        var system = ActorSystem.Create("sys", Quiet);
        system.RegisterOnTermination(ended.SetResult);
        system.ActorOf(Props.Create(() => new Logging(log)));
        system.RegisterOnTermination(() => log.Add("first"));
        system.RegisterOnTermination(() => log.Add("second"));
        system.WhenTerminated.IsCompleted.ShouldBeFalse();
        await system.Terminate().WaitAsync(Limit);
        await system.WhenTerminated.WaitAsync(Limit);
        await ended.Task.WaitAsync(Limit);
        log.ShouldBe(["post-stop", "second", "first"]);
    }

    [Fact]
    public async Task After_the_end_nothing_can_be_started_or_registered()
    {
        var system = ActorSystem.Create("sys", Quiet);
        await system.Terminate().WaitAsync(Limit);
        Should.Throw<InvalidOperationException>(() => system.ActorOf(Props.Create(() => new Logging(new List<string>()))));
        Should.Throw<InvalidOperationException>(() => system.RegisterOnTermination(() => { }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-x")]
    [InlineData("a b")]
    [InlineData("a.b")]
    public void A_bad_name_is_refused(string name)
    {
        Should.Throw<ArgumentException>(() => ActorSystem.Create(name, Quiet));
    }

    [Fact]
    public async Task The_configuration_is_the_users_over_the_defaults()
    {
        var system = ActorSystem.Create("sys", Quiet.WithFallback("mine.key = 7"));
        system.Name.ShouldBe("sys");
        system.ToString().ShouldBe("akka://sys");
        system.Settings.Config.GetInt("mine.key").ShouldBe(7);
        system.Settings.Config.GetString("akka.actor.provider").ShouldNotBeNull();
        system.Settings.LogLevel.ShouldBe("OFF");
        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public async Task Setups_are_found_again_by_type()
    {
        var setup = BootstrapSetup.Create().WithConfig(Quiet).And(new MySetup("hello"));
        var system = ActorSystem.Create("sys", setup);
        system.Settings.Setup.Get<MySetup>().Value.Text.ShouldBe("hello");
        system.Settings.LogLevel.ShouldBe("OFF");
        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public void Of_one_type_of_setup_the_last_counts()
    {
        var setup = ActorSystemSetup.Create(new MySetup("old")).And(new MySetup("new"));
        setup.Get<MySetup>().Value.Text.ShouldBe("new");
        setup.Get<BootstrapSetup>().HasValue.ShouldBeFalse();
        ActorSystemSetup.Empty.WithSetup(new MySetup("x")).Get<MySetup>().HasValue.ShouldBeTrue();
    }

    [Fact]
    public async Task An_extension_is_made_once()
    {
        var system = ActorSystem.Create("sys", Quiet);
        system.HasExtension<Counter>().ShouldBeFalse();
        var first = new CounterId().Apply(system);
        var second = system.WithExtension<Counter, CounterId>();
        var third = system.GetExtension<Counter>();
        first.ShouldBeSameAs(second);
        first.ShouldBeSameAs(third);
        system.HasExtension<Counter>().ShouldBeTrue();
        system.TryGetExtension<Counter>(out var fourth).ShouldBeTrue();
        fourth.ShouldBeSameAs(first);
        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public async Task A_local_system_has_a_local_address()
    {
        var system = (ExtendedActorSystem)ActorSystem.Create("sys", Quiet);
        system.Provider.DefaultAddress.ShouldBe(new Address("akka", "sys"));
        system.DeadLetters.Path.ToString().ShouldBe("akka://sys/deadLetters");
        system.SystemActorOf(
            Props.Create(() => new Logging(new List<string>())), "mine").Path.ToString().ShouldBe("akka://sys/system/mine");
        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public async Task Disposing_starts_the_end()
    {
        var system = ActorSystem.Create("sys", Quiet);
        system.Dispose();
        await system.WhenTerminated.WaitAsync(Limit);
    }

    [Fact]
    public async Task Systems_live_side_by_side()
    {
        var systems = Enumerable.Range(0, 5).Select(i => ActorSystem.Create($"sys{i}", Quiet)).ToArray();
        await Task.WhenAll(systems.Select(s => s.Terminate())).WaitAsync(Limit);
    }

    private sealed class MySetup(string text) : Setup
    {
        public string Text { get; } = text;
    }

    private sealed class Counter : IExtension;

    private sealed class CounterId : ExtensionIdProvider<Counter>
    {
        public override Counter CreateExtension(ExtendedActorSystem system) => new();
    }

    private sealed class Logging(List<string> log) : UntypedActor
    {
        protected override void PostStop() => log.Add("post-stop");

        protected override void OnReceive(object message)
        {
        }
    }
}
