using Akka.Actor;

namespace Akka.Discovery;

/// <summary>What is asked of a discovery method: a service, and for methods that know them a port name and a protocol.</summary>
public class Lookup : INoSerializationVerificationNeeded, IEquatable<Lookup>
{
    public Lookup(string serviceName, string? portName = null, string? protocol = null)
    {
        if (string.IsNullOrEmpty(serviceName))
            throw new ArgumentNullException(nameof(serviceName), "A lookup needs the name of a service.");
        ServiceName = serviceName;
        PortName = portName;
        Protocol = protocol;
    }

    public string ServiceName { get; }

    public string? PortName { get; }

    public string? Protocol { get; }

    public Lookup WithPortName(string portName) => new(ServiceName, portName, Protocol);

    public Lookup WithProtocol(string protocol) => new(ServiceName, PortName, protocol);

    public bool Equals(Lookup? other) =>
        other is not null && ServiceName == other.ServiceName && PortName == other.PortName && Protocol == other.Protocol;

    public override bool Equals(object? obj) => Equals(obj as Lookup);

    public override int GetHashCode() => (ServiceName, PortName, Protocol).GetHashCode();

    public override string ToString() => $"Lookup({ServiceName}, {PortName}, {Protocol})";
}
