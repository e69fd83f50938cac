using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akka.Contract.Tests.Hosting;

public sealed class RegistryTests
{
    [Fact]
    public async Task Actors_registered_by_a_starter_are_found_by_key()
    {
        using var host = Quiet(akka => akka.WithActors((system, registry) => registry.Register<Alpha>(Echo(system, "alpha"))));
        await host.StartAsync();

        var registry = host.Services.GetRequiredService<IActorRegistry>();
        (await registry.Get<Alpha>().Ask<string>("hi", AkkaHost.Patience)).ShouldBe("hi");
        registry.TryGet<Alpha>(out var found).ShouldBeTrue();
        found.Path.Name.ShouldBe("alpha");
        host.Services.GetRequiredService<IRequiredActor<Alpha>>().ActorRef.ShouldBe(found);
        host.Services.GetRequiredService<ActorRegistry>().Get<Alpha>().ShouldBe(found);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_missing_key_is_an_error_that_names_it()
    {
        using var host = Quiet(_ => { });
        await host.StartAsync();
        var registry = host.Services.GetRequiredService<IActorRegistry>();

        registry.TryGet<Beta>(out var nobody).ShouldBeFalse();
        nobody.ShouldBe(ActorRefs.Nobody);
        Should.Throw<MissingActorRegistryEntryException>(() => registry.Get<Beta>()).Message.ShouldContain(nameof(Beta));
        Should.Throw<MissingActorRegistryEntryException>(() => host.Services.GetRequiredService<IRequiredActor<Beta>>().ActorRef);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_key_is_taken_once_unless_overwritten()
    {
        using var host = Quiet(_ => { });
        await host.StartAsync();
        var system = host.Services.GetRequiredService<ActorSystem>();
        var registry = host.Services.GetRequiredService<IActorRegistry>();
        registry.Register<Alpha>(Echo(system, "one"));

        Should.Throw<DuplicateActorRegistryException>(() => registry.Register<Alpha>(Echo(system, "two")));
        registry.TryRegister<Alpha>(Echo(system, "three")).ShouldBeFalse();
        registry.Register<Alpha>(Echo(system, "four"), overwrite: true);

        registry.Get<Alpha>().Path.Name.ShouldBe("four");
        await host.StopAsync();
    }

    [Fact]
    public async Task Waiting_for_a_key_ends_with_its_registration()
    {
        using var host = Quiet(_ => { });
        await host.StartAsync();
        var system = host.Services.GetRequiredService<ActorSystem>();
        var registry = host.Services.GetRequiredService<IActorRegistry>();

        var waiting = registry.GetAsync<Alpha>();
        var required = host.Services.GetRequiredService<IRequiredActor<Alpha>>().GetAsync();
        waiting.IsCompleted.ShouldBeFalse();
        var actor = Echo(system, "late");
        registry.Register<Alpha>(actor);

        (await waiting.WaitAsync(AkkaHost.Patience)).ShouldBe(actor);
        (await required.WaitAsync(AkkaHost.Patience)).ShouldBe(actor);
        await host.StopAsync();
    }

    [Fact]
    public async Task Waiting_for_a_key_can_be_cancelled()
    {
        using var host = Quiet(_ => { });
        await host.StartAsync();
        using var cancel = new CancellationTokenSource();

        var waiting = host.Services.GetRequiredService<IActorRegistry>().GetAsync<Alpha>(cancel.Token);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting.WaitAsync(AkkaHost.Patience));
        await host.StopAsync();
    }

    [Fact]
    public async Task Starters_run_in_order_and_before_start_up_tasks()
    {
        var order = new List<string>();
        using var host = Quiet(akka => akka
            .AddStartup((_, registry) =>
            {
                order.Add("startup");
                registry.Get<Alpha>();
                return Task.CompletedTask;
            })
            .WithActors((_, _) => order.Add("first"))
            .StartActors((system, registry) =>
            {
                order.Add("second");
                registry.Register<Alpha>(Echo(system, "alpha"));
            }));
        await host.StartAsync();

        order.ShouldBe(["first", "second", "startup"]);
        await host.StopAsync();
    }

    [Fact]
    public async Task Actors_get_services_through_the_resolver()
    {
        using var host = Quiet(akka => akka.WithActors((system, registry, resolver) =>
            registry.Register<Greeter>(system.ActorOf(resolver.Props<Greeter>("dear"), "greeter"))));
        await host.StartAsync();

        var greeter = host.Services.GetRequiredService<IRequiredActor<Greeter>>().ActorRef;
        (await greeter.Ask<string>("?", AkkaHost.Patience)).ShouldBe("hello dear");
        await host.StopAsync();
    }

    private static IHost Quiet(Action<AkkaConfigurationBuilder> akka) => AkkaHost.Build(builder =>
    {
        builder.AddHocon("akka.loglevel = OFF", HoconAddMode.Prepend);
        akka(builder);
    });

    private static IActorRef Echo(ActorSystem system, string name) => system.ActorOf(Props.Create(() => new EchoActor()), name);

    private sealed class Alpha;

    private sealed class Beta;

    private sealed class EchoActor : ReceiveActor
    {
        public EchoActor() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class Greeter : ReceiveActor
    {
        public Greeter(Greeting greeting, string name) => ReceiveAny(_ => Sender.Tell($"{greeting.Text} {name}"));
    }
}
