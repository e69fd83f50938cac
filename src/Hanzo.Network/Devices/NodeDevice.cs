namespace Hanzo.Network.Devices;

/// <summary>The device of this node, as it is known by now.</summary>
public sealed class NodeDevice
{
    public static readonly DeviceCapabilities NotProbed =
        new() { Model = "unknown", Chip = "unknown", Notes = ["the device has not been looked at yet."] };

    private volatile DeviceCapabilities _current = NotProbed;

    public DeviceCapabilities Current
    {
        get => _current;
        set => _current = value;
    }
}
