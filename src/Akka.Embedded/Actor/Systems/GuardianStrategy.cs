using Akka.Configuration;
using Akka.Embedded.Runtime;

namespace Akka.Actor;

/// <summary>Named in <c>akka.actor.guardian-supervisor-strategy</c>.</summary>
public abstract class SupervisorStrategyConfigurator
{
    public abstract SupervisorStrategy Create();
}

public class DefaultSupervisorStrategy : SupervisorStrategyConfigurator
{
    public override SupervisorStrategy Create() => SupervisorStrategy.DefaultStrategy;
}

public class StoppingSupervisorStrategy : SupervisorStrategyConfigurator
{
    public override SupervisorStrategy Create() => SupervisorStrategy.StoppingStrategy;
}

internal static class GuardianStrategy
{
    private const string Setting = "akka.actor.guardian-supervisor-strategy";

    public static SupervisorStrategy Create(string typeName) =>
        Activator.CreateInstance(TypeResolver.Resolve(typeName, Setting)) is SupervisorStrategyConfigurator configurator
            ? configurator.Create()
            : throw new ConfigurationException($"{Setting}: '{typeName}' is not a {nameof(SupervisorStrategyConfigurator)}.");
}
