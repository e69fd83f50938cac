namespace Hanzo.Network.Node.Keys;

/// <summary>Marks an endpoint that asks for no key: it tells nothing of the network.</summary>
internal sealed class OpenToAll
{
    public static readonly OpenToAll Mark = new();
}
