using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Akka.Discovery;

namespace Akka.Contract.Tests.Discovery;

public sealed class ServiceDiscoveryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_configured_method_is_the_default_and_gets_its_own_config()
    {
        using var system = Create<ConfiguredDiscovery>("fixed { host = oak, port = 4711 }");

        var found = await Akka.Discovery.Discovery.Get(system).Default.Lookup("forest", Patience);

        found.ServiceName.ShouldBe("forest");
        found.Addresses.ShouldBe([new ServiceDiscovery.ResolvedTarget("oak", 4711)]);
    }

    [Fact]
    public async Task A_constructor_with_the_system_alone_will_do()
    {
        using var system = Create<SystemDiscovery>("");

        var found = await Akka.Discovery.Discovery.Get(system).Default.Lookup(new Lookup("forest"), Patience);

        found.Addresses.ShouldHaveSingleItem().Host.ShouldBe("of-discovering");
    }

    [Fact]
    public async Task A_constructor_without_parameters_will_do()
    {
        using var system = Create<PlainDiscovery>("");

        (await Akka.Discovery.Discovery.Get(system).Default.Lookup("forest", Patience)).Addresses.ShouldBeEmpty();
    }

    [Fact]
    public void Methods_are_loaded_once_by_name()
    {
        using var system = Create<ConfiguredDiscovery>("fixed { host = oak, port = 1 }");
        var discovery = Akka.Discovery.Discovery.Get(system);

        discovery.LoadServiceDiscovery("fixed").ShouldBeSameAs(discovery.Default);
        Akka.Discovery.Discovery.Get(system).ShouldBeSameAs(discovery);
    }

    [Fact]
    public void A_method_without_a_section_is_an_error_that_names_the_path()
    {
        using var system = ActorSystem.Create("discovering", "akka.loglevel = OFF");

        Should.Throw<ArgumentException>(() => Akka.Discovery.Discovery.Get(system).LoadServiceDiscovery("nowhere"))
            .Message.ShouldContain("akka.discovery.nowhere");
    }

    [Fact]
    public void A_method_whose_class_cannot_be_loaded_is_an_error_that_names_it()
    {
        using var system = ActorSystem.Create("discovering", """
            akka.loglevel = OFF
            akka.discovery { method = lost, lost.class = "No.Such.Thing, Akka.Contract.Tests" }
            """);

        var error = Should.Throw<Exception>(() => Akka.Discovery.Discovery.Get(system).Default);

        error.Message.ShouldContain("lost");
    }

    [Fact]
    public void Targets_and_lookups_are_values()
    {
        new ServiceDiscovery.ResolvedTarget("a", 1, IPAddress.Loopback)
            .ShouldBe(new ServiceDiscovery.ResolvedTarget("a", 1, IPAddress.Loopback));
        new ServiceDiscovery.ResolvedTarget("a", 1).ShouldNotBe(new ServiceDiscovery.ResolvedTarget("a", 2));
        new ServiceDiscovery.ResolvedTarget("a").Port.ShouldBeNull();
        new Lookup("s", "p", "tcp").ShouldBe(new Lookup("s").WithPortName("p").WithProtocol("tcp"));
        new ServiceDiscovery.Resolved("s").Addresses.ShouldBeEmpty();
        Should.Throw<ArgumentNullException>(() => new Lookup(null!));
    }

    private static ActorSystem Create<T>(string own) where T : ServiceDiscovery => ActorSystem.Create(
        "discovering",
        ConfigurationFactory.ParseString($$"""
        akka.loglevel = OFF
        akka.discovery {
          method = fixed
          fixed.class = "{{typeof(T).FullName}}, {{typeof(T).Assembly.GetName().Name}}"
          {{own}}
        }
        """));

    private sealed class ConfiguredDiscovery(ExtendedActorSystem system, Config config) : ServiceDiscovery
    {
        public override Task<Resolved> Lookup(Lookup lookup, TimeSpan resolveTimeout) =>
            Task.FromResult(new Resolved(lookup.ServiceName, [new ResolvedTarget(Host(), config.GetInt("port"))]));

        private string Host() => system.Name == "discovering" ? config.GetString("host")! : "elsewhere";
    }

    private sealed class SystemDiscovery(ExtendedActorSystem system) : ServiceDiscovery
    {
        public override Task<Resolved> Lookup(Lookup lookup, TimeSpan resolveTimeout) =>
            Task.FromResult(new Resolved(lookup.ServiceName, [new ResolvedTarget($"of-{system.Name}")]));
    }

    private sealed class PlainDiscovery : ServiceDiscovery
    {
        public override Task<Resolved> Lookup(Lookup lookup, TimeSpan resolveTimeout) =>
            Task.FromResult(new Resolved(lookup.ServiceName, []));
    }
}
