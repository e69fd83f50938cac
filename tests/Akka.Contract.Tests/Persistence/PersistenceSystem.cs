using Akka.Actor;
using Akka.Configuration;

namespace Akka.Contract.Tests.Persistence;

internal static class PersistenceSystem
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static ActorSystem Create(string config = "") => ActorSystem.Create("ledgers", ConfigurationFactory.ParseString($$"""
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.persistence.journal.plugin = "akka.persistence.journal.inmem"
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        {{config}}
        """));

    public static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";

    public static async Task StopAndWait(this ActorSystem system, IActorRef actor) =>
        (await actor.GracefulStop(Patience)).ShouldBeTrue(system.Name);
}
