using Akka.Actor;
using Akka.Util;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>What <see cref="ClusterSingleton.Init"/> starts.</summary>
public class SingletonActor
{
    private SingletonActor(Props props, string name, Option<object> stopMessage, Option<ClusterSingletonSettings> settings)
    {
        Props = props;
        Name = name;
        StopMessage = stopMessage;
        Settings = settings;
    }

    public string Name { get; }

    public Props Props { get; }

    /// <summary>None: <see cref="PoisonPill"/>.</summary>
    public Option<object> StopMessage { get; }

    /// <summary>None: as configured.</summary>
    public Option<ClusterSingletonSettings> Settings { get; }

    public static SingletonActor Create(Props props, string name) =>
        new(props, name, Option<object>.None, Option<ClusterSingletonSettings>.None);

    public SingletonActor WithProps(Props props) => new(props, Name, StopMessage, Settings);

    public SingletonActor WithStopMessage(object stopMessage) => new(Props, Name, Option<object>.Create(stopMessage), Settings);

    public SingletonActor WithSettings(ClusterSingletonSettings settings) => new(Props, Name, StopMessage, settings);
}
